/* Where Watch is played. B stands above and A to the left of their product, so that a row of A and
 * a column of B cross at the entry that they make. For the waterfall there are three more lines:
 * the column, turned, over the row, and their products. All that moves is moved by transform and
 * opacity. */

import { el } from './dom.js';
import { shapeOf } from './matrix.js';
import { shown } from './number.js';
import { termValue } from './working.js';

const LETTER = 0.62; /* a digit's width by the size of the letters */
const TALLEST = 560; /* of both matrices, in pixels, so that the steps stay in sight */

/* Sizes in pixels, so that all fits into `width` where it can be read. */
function measured({ a, b, product, waterfall }, width) {
    const [m, n] = shapeOf(a);
    const [p, q] = shapeOf(b);
    const line = Math.max(n, p) + 1.5;
    const share = Math.floor(width / Math.max(n + q + 0.8, waterfall ? line : 0));
    const longest = Math.max(2, ...[a, b, product].flat(2).map((text) => text.length));
    const letters = Math.max(10, Math.min(22, Math.floor((share - 6) / longest / LETTER)));
    const cell = Math.max(Math.min(share, 54), Math.ceil(longest * letters * LETTER) + 6);
    const height = Math.max(24, Math.min(cell, 50, Math.floor(TALLEST / (m + p))));
    const gap = Math.round(height * 0.8);
    const left = n * cell + gap;
    const top = p * height + gap;
    const strip = top + m * height + gap;

    return {
        m, n, p, q, cell, height, letters, left, top, strip,
        width: Math.max(left + q * cell, waterfall ? Math.ceil(line * cell) : 0),
        full: waterfall ? strip + 3 * height + 12 : top + m * height,
    };
}

function move(element, x, y, more = '') {
    element.style.transform = `translate(${x}px, ${y}px)${more}`;
}

export class Stage {
    constructor(host) {
        this.host = host;
        this.at = null;
    }

    /* Sets the stage. what: { a, b, product (texts, [] where there is none), steps, waterfall } */
    build(what) {
        this.width = this.host.clientWidth;

        const { paddingLeft, paddingRight } = getComputedStyle(this.host);
        const room = this.width - parseFloat(paddingLeft) - parseFloat(paddingRight);
        const sizes = measured(what, room);
        const stage = el('div', { 'class': 'stage', 'aria-hidden': 'true' });

        Object.assign(this, what, { sizes, stage, entry: -1 });
        stage.style.width = `${sizes.width}px`;
        stage.style.height = `${sizes.full}px`;
        stage.style.fontSize = `${sizes.letters}px`;
        this.rowBand = this.band('row-band', sizes.left + sizes.q * sizes.cell, sizes.height);
        this.columnBand = this.band('column-band', sizes.cell, sizes.top + sizes.m * sizes.height);
        this.block(0, sizes.top, 'A', sizes.m, sizes.n);
        this.block(sizes.left, 0, 'B', sizes.p, sizes.q);
        this.block(sizes.left, sizes.top, '', sizes.m, sizes.q);
        this.cellsA = this.cells(this.a, 0, sizes.top, 'of-row');
        this.cellsB = this.cells(this.b, sizes.left, 0, 'of-column');
        this.cellsC = this.cells(this.product, sizes.left, sizes.top, 'of-product');
        this.buildStrip();
        this.host.replaceChildren(stage);
    }

    add(className, text = '') {
        const element = el('span', { class: className }, el('span', {}, text));

        element.style.width = `${this.sizes.cell}px`;
        element.style.height = `${this.sizes.height}px`;
        this.stage.append(element);
        return element;
    }

    band(className, width, height) {
        const element = this.add(`band ${className}`);

        element.style.width = `${width}px`;
        element.style.height = `${height}px`;
        return element;
    }

    /* The brackets of a matrix, and its name beside them. */
    block(x, y, name, rows, columns) {
        const { cell, height } = this.sizes;
        const brackets = this.add('brackets');
        const label = this.add('name', name);

        brackets.style.width = `${columns * cell}px`;
        brackets.style.height = `${rows * height}px`;
        move(brackets, x, y);
        if (name === 'A')
            move(label, 0, y - height);
        else
            move(label, x - cell - 6, 0);
    }

    cells(matrix, x, y, className) {
        const { cell, height } = this.sizes;

        return matrix.map((texts, row) => texts.map((text, column) => {
            const element = this.add(`cell ${className}`, text || '0');

            move(element, x + column * cell, y + row * height);
            return element;
        }));
    }

    buildStrip() {
        const { n, p } = this.sizes;
        const many = (count, className) => Array.from({ length: this.waterfall ? count : 0 }, () =>
            this.add(`cell ghost ${className}`));

        this.rowGhosts = many(n, 'of-row');
        this.columnGhosts = many(p, 'of-column');
        this.products = many(Math.min(n, p), 'of-product');
        this.sum = many(1, 'of-product')[0];
    }

    /* Shows one frame (frames.js). */
    show(frame) {
        const { sizes } = this;
        const quiet = frame.phase === 'start';

        move(this.rowBand, 0, sizes.top + frame.row * sizes.height);
        move(this.columnBand, sizes.left + frame.column * sizes.cell, 0);
        this.stage.classList.toggle('quiet', quiet);
        this.light(frame);
        this.keepInSight(frame.column);
        this.showProduct(frame);
        if (this.waterfall)
            this.pour(frame);
    }

    /* Where the picture is wider than its place, the column is what one looks at. */
    keepInSight(column) {
        const { left, cell, width } = this.sizes;

        if (width > this.host.clientWidth)
            this.host.scrollLeft = left + (column + 1.5) * cell - this.host.clientWidth;
    }

    light({ phase, row, column, terms }) {
        const multiplied = phase === 'term' ? terms - 1 : -1;

        for (const [i, cells] of this.cellsA.entries())
            for (const [k, cell] of cells.entries())
                cell.classList.toggle('on', i === row && k === multiplied);
        for (const [k, cells] of this.cellsB.entries())
            for (const [j, cell] of cells.entries())
                cell.classList.toggle('on', j === column && k === multiplied);
    }

    showProduct({ phase, entry, landed }) {
        for (const [index, cell] of this.cellsC.flat().entries()) {
            cell.classList.toggle('landed', index < landed);
            cell.classList.toggle('floating', index === entry && phase === 'sum');
            cell.classList.toggle('on', index === entry && phase === 'land');
        }
    }

    /* The ghosts stand where they come from, without a way there; then they go. */
    prepare({ entry, row, column }) {
        const { cell, height, left, top } = this.sizes;

        this.entry = entry;
        this.stage.classList.add('at-once');
        for (const [k, ghost] of this.rowGhosts.entries()) {
            ghost.firstChild.textContent = this.a[row][k] || '0';
            move(ghost, k * cell, top + row * height);
            ghost.classList.remove('seen');
        }
        for (const [k, ghost] of this.columnGhosts.entries()) {
            ghost.firstChild.textContent = this.b[k][column] || '0';
            move(ghost, left + column * cell, k * height);
            ghost.classList.remove('seen');
        }
        for (const [k, ghost] of [...this.products, this.sum].entries()) {
            move(ghost, k * cell, this.sizes.strip + height);
            ghost.classList.remove('seen');
        }
        void this.stage.offsetWidth;
        this.stage.classList.remove('at-once');
    }

    pour(frame) {
        const { cell, height, strip, n, p } = this.sizes;
        const { phase, entry, terms } = frame;
        const [sum, ...values] = this.valuesOf(entry);
        const added = phase === 'sum' || phase === 'land';
        const end = (Math.max(n, p) + 0.25) * cell;
        const lowest = strip + 2 * height + 12;

        if (entry !== this.entry || phase === 'start')
            this.prepare(frame);
        if (phase === 'start')
            return;
        for (const [k, ghost] of this.rowGhosts.entries())
            this.place(ghost, true, k * cell, strip + height, k >= p);
        for (const [k, ghost] of this.columnGhosts.entries())
            this.place(ghost, true, k * cell, strip, k >= n);
        for (const [k, ghost] of this.products.entries()) {
            ghost.firstChild.textContent = values[k] ?? '';
            this.place(ghost, k < terms && !added, added ? end : k * cell, lowest);
        }
        this.sum.firstChild.textContent = sum;
        this.place(this.sum, added, end, lowest);
    }

    place(ghost, seen, x, y, alone = false) {
        move(ghost, x, y);
        ghost.classList.toggle('seen', seen);
        ghost.classList.toggle('alone', alone);
    }

    /* The entry's value and its products, as texts. */
    valuesOf(entry) {
        const step = this.steps[entry];

        return step
            ? [shown(step.value), ...step.terms.map(termValue)] : [''];
    }
}
