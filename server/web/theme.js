/* Light or dark: the system's choice, until somebody makes another. */

import { byId } from './dom.js';
import { keep, kept } from './storage.js';

function isDark() {
    const { theme } = document.documentElement.dataset;

    return theme ? theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
}

function show(button) {
    const offer = isDark() ? 'Light colours' : 'Dark colours';

    button.setAttribute('aria-label', offer);
    button.title = offer;
}

export function startTheme() {
    const button = byId('theme');
    const choice = kept('theme');

    if (choice === 'light' || choice === 'dark')
        document.documentElement.dataset.theme = choice;
    button.addEventListener('click', () => {
        document.documentElement.dataset.theme = isDark() ? 'light' : 'dark';
        keep('theme', document.documentElement.dataset.theme);
        show(button);
    });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => show(button));
    button.hidden = false;
    show(button);
}
