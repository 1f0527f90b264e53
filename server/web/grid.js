/* A matrix that can be typed: a table of inputs. Arrow keys walk, Enter goes, and what is pasted as
 * a block becomes the matrix. */

import { el } from './dom.js';
import { shapeOf } from './matrix.js';
import { numberText } from './number.js';
import { pasted } from './paste.js';

const WIDEST = 12;

/* Whether the arrow key would leave the text of its input, or all of it is selected. */
function leaves(input, key) {
    const { selectionStart: from, selectionEnd: to, value } = input;
    const all = from === 0 && to === value.length;

    return all || (from === to && (key === 'ArrowLeft' ? from === 0 : to === value.length));
}

function walked(input, key) {
    const { row, column } = input.dataset;
    const [i, j] = [Number(row), Number(column)];

    switch (key) {
    case 'ArrowUp': return [i - 1, j];
    case 'ArrowDown': return [i + 1, j];
    case 'ArrowLeft': return leaves(input, key) ? [i, j - 1] : null;
    case 'ArrowRight': return leaves(input, key) ? [i, j + 1] : null;
    default: return null;
    }
}

export class Grid {
    /* name       how its places are called: "A, row 1, column 2"
     * blank      what an empty place shows
     * isColumn   tells whether a vector that is pasted is a column
     * on         { change(matrix), paste(outcome), enter() }: what happened here */
    constructor(host, { name, blank = '0', isColumn = () => false, on }) {
        Object.assign(this, { name, blank, isColumn, on, matrix: [[]] });
        this.body = el('tbody');
        this.table = el('table', {
            class: 'matrix editable',
            oninput: () => this.typed(),
            onkeydown: (event) => this.pressed(event),
            onpaste: (event) => this.pastes(event),
            onfocusin: ({ target }) => target.select?.(),
        }, this.body);
        host.replaceChildren(this.table);
    }

    input(row, column) {
        return this.body.rows[row]?.cells[column]?.firstChild;
    }

    cell(row, column) {
        return el('td', {}, el('input', {
            'type': 'text',
            'autocomplete': 'off',
            'autocapitalize': 'off',
            'spellcheck': 'false',
            'enterkeyhint': 'go',
            'placeholder': this.blank,
            'aria-label': `${this.name}, row ${row + 1}, column ${column + 1}`,
            'data-row': row,
            'data-column': column,
        }));
    }

    /* Shows a matrix; what is typed at the moment stays under the cursor. */
    show(matrix) {
        const [rows, columns] = shapeOf(matrix);
        const [oldRows, oldColumns] = shapeOf(this.matrix);

        if (rows !== oldRows || columns !== oldColumns)
            this.body.replaceChildren(...matrix.map((texts, row) =>
                el('tr', {}, ...texts.map((_, column) => this.cell(row, column)))));
        this.table.setAttribute('aria-label', `${this.name}, ${rows} x ${columns}`);
        this.matrix = matrix;
        for (const [row, texts] of matrix.entries())
            for (const [column, text] of texts.entries())
                if (this.input(row, column).value !== text)
                    this.input(row, column).value = text;
        this.dress();
    }

    /* As wide as the longest text, and what is no number marked. */
    dress() {
        const inputs = [...this.body.querySelectorAll('input')];
        const longest = Math.max(2, ...inputs.map(({ value }) => value.length));

        for (const input of inputs) {
            input.style.width = `${Math.min(longest, WIDEST)}ch`;
            input.toggleAttribute('aria-invalid', false);
            if (numberText(input.value) === null)
                input.setAttribute('aria-invalid', 'true');
        }
    }

    typed() {
        this.matrix = this.matrix.map((texts, row) =>
            texts.map((_, column) => this.input(row, column).value));
        this.dress();
        this.on.change(this.matrix);
    }

    pressed(event) {
        if (event.key === 'Enter') {
            event.preventDefault();
            this.on.enter();
            return;
        }

        const to = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey ? null
            : walked(event.target, event.key);

        if (to !== null && this.input(...to)) {
            event.preventDefault();
            this.input(...to).focus();
        }
    }

    pastes(event) {
        const outcome = pasted(event.clipboardData.getData('text/plain'), this.isColumn());

        if (outcome === null)
            return;
        event.preventDefault();
        this.on.paste(outcome);
    }

    focus(row = 0, column = 0) {
        this.input(row, column)?.focus();
    }

    /* Marks entries as wrong, by [row, column] from 0. */
    mark(places) {
        for (const input of this.body.querySelectorAll('input'))
            input.setAttribute('aria-invalid', String(places.some(([row, column]) =>
                row === Number(input.dataset.row) && column === Number(input.dataset.column))));
    }
}
