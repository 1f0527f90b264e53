/* A matrix to be read. */

import { el } from './dom.js';
import { shapeOf, shapeText } from './matrix.js';

export function table(matrix, name) {
    return el('table', { 'class': 'matrix', 'aria-label': `${name}, ${shapeText(shapeOf(matrix))}` },
        el('tbody', {}, ...matrix.map((texts) =>
            el('tr', {}, ...texts.map((text) => el('td', {}, text || '0'))))));
}
