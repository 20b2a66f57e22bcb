// Light or dark: the reader's choice if there is one, else the system's.

export type Theme = 'light' | 'dark';

/** Shows the button that turns the theme and keeps what was chosen; `turned` hears of every choice. */
export function themeButton(button: HTMLButtonElement, turned: (theme: Theme) => void = () => {}): void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const root = document.documentElement;
  const label = (dark: boolean): void => {
    button.textContent = dark ? 'Light' : 'Dark';
    button.setAttribute('aria-label', dark ? 'Light colours' : 'Dark colours');
  };
  const show = (theme: Theme): void => {
    root.dataset.theme = theme;
    label(theme === 'dark');
    turned(theme);
  };
  button.hidden = false;
  label(system.matches);
  button.addEventListener('click', () => {
    const dark = (root.dataset.theme ?? (system.matches ? 'dark' : 'light')) === 'dark';
    const theme = dark ? 'light' : 'dark';
    show(theme);
    try {
      localStorage.setItem('theme', theme);
    } catch {
      // No storage here: the choice lasts as long as the page.
    }
  });
  try {
    const kept = localStorage.getItem('theme');
    if (kept === 'light' || kept === 'dark') show(kept);
  } catch {
    // No storage here.
  }
}
