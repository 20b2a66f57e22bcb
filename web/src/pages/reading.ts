// Pages to read work without this script. It turns the theme, and where there are many rows it finds some of them.

import { filterRows } from './filter';
import { themeButton } from './theme';

const button = document.querySelector<HTMLButtonElement>('#theme');
if (button !== null) themeButton(button);

const form = document.querySelector<HTMLFormElement>('#filter');
if (form !== null) filterRows(form);
