import type { Player } from '../engine';

const WRITES = 'input, select, textarea, summary, [contenteditable]';

/** Space plays and pauses, arrows step (ten with Shift), Home and End jump. `completed`: where End leads. */
export function playByKey(event: KeyboardEvent, player: Player, completed: number): void {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
  const [target] = event.composedPath();
  if (target instanceof HTMLElement && target.closest(WRITES)) return;
  const onButton = target instanceof HTMLElement && target.closest('button, a') !== null;
  const by = event.shiftKey ? 10 : 1;
  if (event.key === ' ' && !onButton) player.playing ? player.pause() : player.play();
  else if (event.key === 'ArrowRight') player.step(by);
  else if (event.key === 'ArrowLeft') player.step(-by);
  else if (event.key === 'Home') player.seek(0);
  else if (event.key === 'End') player.seek(completed);
  else return;
  event.preventDefault();
}
