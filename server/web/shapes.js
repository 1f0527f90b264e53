/* The shape rules of the operations, in words: what comes out, or why nothing can. Each takes
 * shapes, [rows, columns], and gives { fits, text }. */

import { shapeText } from './matrix.js';

function verdict(fits, text) {
    return { fits, text };
}

/* Any shape will do; `text` says what becomes of it. */
export function any(text) {
    return (shapes) => verdict(true, text(...shapes));
}

export function same(result) {
    return ([a, b]) => shapeText(a) === shapeText(b)
        ? verdict(true, `Both are ${shapeText(a)}, and so is the ${result}.`)
        : verdict(false, `A is ${shapeText(a)} and B is ${shapeText(b)}: entries meet in pairs `
            + 'only if the shapes are equal.');
}

export function square(does, text) {
    return ([a]) => a[0] === a[1] ? verdict(true, text(a[0]))
        : verdict(false, `A is ${shapeText(a)}: only a square matrix, with as many rows as `
            + `columns, ${does}.`);
}

export function solvable([a, b], { method }) {
    const isSquare = a[0] === a[1];

    if (a[0] !== b[0])
        return verdict(false, `A has ${a[0]} rows and B has ${b[0]}: a row of A and one of B make `
            + 'an equation, so there must be as many.');
    if (method === '"lu"' && !isSquare)
        return verdict(false, `A is ${shapeText(a)}: LU solves square systems only, least squares `
            + 'the others too.');
    return verdict(true, `A has ${a[1]} columns and B has ${b[1]}: the solution is `
        + `${shapeText([a[1], b[1]])}${isSquare ? '' : ', by least squares'}.`);
}

/* Two factors, which meet in the smaller number of an m x n matrix. */
export function factors(left, right) {
    return ([[m, n]]) => {
        const inner = Math.min(m, n);

        return verdict(true, `Any matrix has them: ${left} is ${shapeText([m, inner])} and `
            + `${right} is ${shapeText([inner, n])}.`);
    };
}

export function neighbours(shapes) {
    const at = shapes.findIndex(([, columns], i) => columns !== (shapes[i + 1]?.[0] ?? columns));
    const [rows, columns] = [shapes[0][0], shapes.at(-1)[1]];

    return at < 0
        ? verdict(true, `All inner numbers match: the product is ${shapeText([rows, columns])}.`)
        : verdict(false, `${'ABCDEF'[at]} has ${shapes[at][1]} columns and ${'ABCDEF'[at + 1]} has `
            + `${shapes[at + 1][0]} rows: inner numbers must be equal, so there is no product.`);
}
