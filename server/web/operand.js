/* One operand of Multiply and of Operations: its grid, and what changes its shape. */

import { el } from './dom.js';
import { Grid } from './grid.js';
import { LARGEST, firstFault, random, resized, shapeOf, shapeText, transposed } from './matrix.js';
import { showProblem } from './notice.js';
import { change, state, whenever } from './state.js';

/* A counter between two buttons: fewer and more rows or columns. */
function counter(name, what, resize) {
    const less = el('button', {
        'type': 'button', 'class': 'small', 'aria-label': `Remove a ${what} from ${name}`,
        'onclick': () => resize(-1),
    }, '\u2212');
    const more = el('button', {
        'type': 'button', 'class': 'small', 'aria-label': `Add a ${what} to ${name}`,
        'onclick': () => resize(1),
    }, '+');
    const count = el('span', { class: `count ${what}` });

    return {
        element: el('span', { class: 'counter' }, less, count, more),
        show(number) {
            count.textContent = `${number} ${what}${number === 1 ? '' : 's'}`;
            less.disabled = number === 1;
            more.disabled = number === LARGEST;
        },
    };
}

/* host      the section that it fills
 * member    the member of the state: a, b ...
 * on        { say(text), enter(), isColumn() }: tells what was changed; what Enter does; whether a
 *           vector that is pasted is a column */
export function startOperand(host, member, on) {
    const name = member.toUpperCase();

    function set(matrix, how) {
        change({ [member]: matrix });
        on.say(`${name} is now ${shapeText(shapeOf(matrix))}${how}.`);
    }

    function resize(rows, columns) {
        const [m, n] = shapeOf(state[member]);

        set(resized(state[member], m + rows, n + columns), '');
    }

    function paste({ matrix, a, b, fault }) {
        if (fault)
            on.say(fault);
        else if (a)
            change({ a, b });
        else
            set(matrix, ', pasted');
    }

    const rows = counter(name, 'row', (by) => resize(by, 0));
    const columns = counter(name, 'column', (by) => resize(0, by));
    const place = el('div', { class: 'scroll' });
    const grid = new Grid(place, {
        name,
        isColumn: on.isColumn,
        on: { change: (matrix) => change({ [member]: matrix }), paste, enter: on.enter },
    });

    host.setAttribute('aria-label', name);
    host.replaceChildren(
        el('h3', { class: { a: 'of-row', b: 'of-column' }[member] ?? '' }, name),
        place,
        el('div', { 'class': 'tools', 'role': 'group', 'aria-label': `Change ${name}` },
            rows.element, columns.element,
            el('button', {
                'type': 'button', 'aria-label': `Transpose ${name}`,
                'onclick': () => set(transposed(state[member]), ', transposed'),
            }, 'Transpose'),
            el('button', {
                'type': 'button', 'aria-label': `Random numbers for ${name}`,
                'onclick': () => set(random(shapeOf(state[member])), ', random'),
            }, 'Random')));

    function show() {
        if (state[member] === null)
            return;

        const [m, n] = shapeOf(state[member]);

        grid.show(state[member]);
        rows.show(m);
        columns.show(n);
    }

    whenever([member], show);
    show();
    return grid;
}

/* Whether a place of these members holds no number: the first is told and entered. */
export function refuses(members, grids, notice) {
    for (const member of members) {
        const [row, column] = firstFault(state[member]) ?? [];

        if (row !== undefined) {
            showProblem(notice, {
                title: 'Not a number',
                detail: `Row ${row + 1}, column ${column + 1} of ${member.toUpperCase()} holds `
                    + `\u201c${state[member][row][column]}\u201d, which is no number.`,
            });
            grids[member].focus(row, column);
            return true;
        }
    }
    return false;
}
