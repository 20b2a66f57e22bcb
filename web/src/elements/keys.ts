import type { Player } from '../engine';

const TYPED =
  'select, textarea, [contenteditable], input:not([type="range"], [type="radio"], [type="checkbox"])';
const WRITES = `${TYPED}, input, summary`;

/** Space plays and pauses, arrows step (ten with Shift), Home and End jump. `completed`: where End leads. Whether the key did something. */
export function playByKey(event: KeyboardEvent, player: Player, completed: number): boolean {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return false;
  const [target] = event.composedPath();
  if (target instanceof Element && target.closest(WRITES)) return false;
  const onButton = target instanceof Element && target.closest('button, a') !== null;
  const by = event.shiftKey ? 10 : 1;
  if (event.key === ' ' && !onButton) player.playing ? player.pause() : player.play();
  else if (event.key === 'ArrowRight') player.step(by);
  else if (event.key === 'ArrowLeft') player.step(-by);
  else if (event.key === 'Home') player.seek(0);
  else if (event.key === 'End') player.seek(completed);
  else return false;
  event.preventDefault();
  return true;
}

/** Whether the control under the key has a use for it. A page around the element must not turn its slides by it. */
export function usedByControl(event: KeyboardEvent): boolean {
  const [target] = event.composedPath();
  const { key } = event;
  if (!(target instanceof Element) || event.altKey || event.ctrlKey || event.metaKey) return false;
  if (key === 'Tab' || key === 'Escape') return false;
  if (target.closest(TYPED) !== null) return true;
  if (target.closest('input') !== null) return / |^Arrow|^Page|^Home$|^End$/.test(key);
  return target.closest('button, a, summary') !== null && (key === ' ' || key === 'Enter');
}
