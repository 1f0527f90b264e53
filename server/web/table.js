/* A matrix to be read. */

import { el } from './dom.js';
import { shapeOf, shapeText } from './matrix.js';

export function table(matrix, name) {
    const label = `${name}, ${shapeText(shapeOf(matrix))}`;

    return el('table', { 'class': 'matrix', 'aria-label': label },
        el('tbody', {}, ...matrix.map((texts) =>
            el('tr', {}, ...texts.map((text) => el('td', {}, text || '0'))))));
}
