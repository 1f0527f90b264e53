/* One operand of Multiply: its grid, and what changes its shape. */

import { byId, el, say } from './dom.js';
import { Grid } from './grid.js';
import { LARGEST, random, resized, shapeOf, shapeText, transposed } from './matrix.js';
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

/* member    a or b
 * multiply  what Enter does */
export function startOperand(member, multiply) {
    const name = member.toUpperCase();
    const said = byId('operand-said');

    function set(matrix, how) {
        change({ [member]: matrix });
        say(said, `${name} is now ${shapeText(shapeOf(matrix))}${how}.`);
    }

    function resize(rows, columns) {
        const [m, n] = shapeOf(state[member]);

        set(resized(state[member], m + rows, n + columns), '');
    }

    function paste({ matrix, a, b, fault }) {
        if (fault)
            say(said, fault);
        else if (a)
            change({ a, b });
        else
            set(matrix, ', pasted');
    }

    const rows = counter(name, 'row', (by) => resize(by, 0));
    const columns = counter(name, 'column', (by) => resize(0, by));
    const grid = new Grid(byId(`grid-${member}`), {
        name,
        isColumn: member === 'b',
        on: { change: (matrix) => change({ [member]: matrix }), paste, enter: multiply },
    });

    byId(`tools-${member}`).replaceChildren(rows.element, columns.element,
        el('button', {
            'type': 'button', 'aria-label': `Transpose ${name}`,
            'onclick': () => set(transposed(state[member]), ', transposed'),
        }, 'Transpose'),
        el('button', {
            'type': 'button', 'aria-label': `Random numbers for ${name}`,
            'onclick': () => set(random(shapeOf(state[member])), ', random'),
        }, 'Random'));

    function show() {
        const [m, n] = shapeOf(state[member]);

        grid.show(state[member]);
        rows.show(m);
        columns.show(n);
    }

    whenever([member], show);
    show();
    return grid;
}
