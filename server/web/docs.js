/* The reference works without this: it gives it the colours that were chosen on the page at /, and
 * a button to copy each line. Browsers let pages copy on this machine or over HTTPS; elsewhere
 * there is no button, and the line is selected by hand. */

import { kept } from './storage.js';

const shown = 1500;
const theme = kept('theme');

if (theme === 'light' || theme === 'dark')
    document.documentElement.dataset.theme = theme;

function addButton(line) {
    const button = document.createElement('button');

    button.type = 'button';
    button.textContent = 'Copy';
    button.addEventListener('click', async () => {
        await navigator.clipboard.writeText(line.querySelector('code').textContent);
        button.textContent = 'Copied';
        setTimeout(() => { button.textContent = 'Copy'; }, shown);
    });
    line.append(button);
}

if (navigator.clipboard)
    document.querySelectorAll('pre.paste').forEach(addButton);
