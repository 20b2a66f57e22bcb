// Finds rows by the words in them and by their chapter.

/** Small letters, and σ² as σ2: what a keyboard writes finds what is printed. */
const plain = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** Whether every word of the question stands somewhere in the text. */
export const matches = (text: string, question: string): boolean =>
  plain(question)
    .split(/\s+/)
    .every(word => plain(text).includes(word));

/** Shows the rows that answer the form, and how many they are; an address with a row's name shows that row. */
export function filterRows(form: HTMLFormElement): void {
  const { text, chapter, shown } = form.elements as unknown as {
    text: HTMLInputElement;
    chapter: HTMLSelectElement;
    shown: HTMLOutputElement;
  };
  const chapters = [...document.querySelectorAll<HTMLElement>('.chapter')];
  const all = document.querySelectorAll('.chapter tbody tr').length;
  const filter = (): void => {
    let found = 0;
    for (const section of chapters) {
      const chosen = chapter.value === '' || section.querySelector('h2')?.id === chapter.value;
      let here = 0;
      for (const row of section.querySelectorAll<HTMLElement>('tbody tr')) {
        row.hidden = !chosen || !matches(`${row.id} ${row.textContent}`, text.value);
        if (!row.hidden) ++here;
      }
      section.hidden = here === 0;
      found += here;
    }
    shown.value = found === all ? `${all} rows` : `${found} of ${all} rows`;
  };
  const reveal = (): void => {
    const wanted = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (wanted === null || wanted.closest('[hidden]') === null) return;
    form.reset();
    filter();
    wanted.scrollIntoView();
  };
  form.hidden = false;
  form.addEventListener('input', filter);
  form.addEventListener('submit', event => event.preventDefault());
  window.addEventListener('hashchange', reveal);
  filter();
}
