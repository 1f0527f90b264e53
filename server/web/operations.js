/* All operations of the tab, in one table. What an entry says is all that the page knows of it:
 *
 * name      the path: /v1/NAME
 * family    the group in which it is offered
 * heading   how people call it
 * symbol    the same in mathematics; A and B are replaced by their shapes
 * teaches   what it is, in a sentence or two
 * operands  members that are matrices; a list of them is ['matrices']
 * columns   those of them in which a vector is a column
 * options   { name: { label, choices } }: value and words of each choice, the first of them the
 *           default; without choices it is a number. One without a value is not sent
 * rule      the shape rule (shapes.js): takes the shapes of the operands, and the options
 * answer    { member: [symbol, what it means] }, in the order in which they are shown
 * example   operands, and options as they would be typed */

import { any, factors, neighbours, same, solvable, square } from './shapes.js';

/* 1 2; 3 4 */
function m(text) {
    return text.split('; ').map((row) => row.split(' '));
}

/* What every operation takes besides. */
const COMMON = {
    dtype: {
        label: 'Answer in',
        choices: [['', 'double precision'], ['"float32"', 'single precision']],
    },
    round: {
        label: 'Whole numbers that no double holds',
        choices: [['', 'are refused'], ['true', 'are rounded']],
    },
};

const CONDITION = ['cond A', 'how many times larger errors may become'];

export const OPERATIONS = [
    {
        name: 'add', family: 'Arithmetic', heading: 'Add', symbol: 'A + B',
        teaches: 'Entries in the same place are added.',
        operands: ['a', 'b'], rule: same('sum'),
        answer: { sum: ['A + B', 'the sum'] },
        example: { a: m('1 2; 3 4'), b: m('10 20; 30 40') },
    },
    {
        name: 'subtract', family: 'Arithmetic', heading: 'Subtract', symbol: 'A \u2212 B',
        teaches: 'Entries in the same place are subtracted, those of B from those of A.',
        operands: ['a', 'b'], rule: same('difference'),
        answer: { difference: ['A \u2212 B', 'the difference'] },
        example: { a: m('5 6; 7 8'), b: m('1 2; 3 4') },
    },
    {
        name: 'hadamard', family: 'Arithmetic', heading: 'Hadamard', symbol: 'A \u2218 B',
        teaches: 'Entries in the same place are multiplied: the Hadamard product. Rows do not meet '
            + 'columns here.',
        operands: ['a', 'b'], rule: same('Hadamard product'),
        answer: { product: ['A \u2218 B', 'the Hadamard product'] },
        example: { a: m('1 2; 3 4'), b: m('2 0; 0 2') },
    },
    {
        name: 'kronecker', family: 'Arithmetic', heading: 'Kronecker', symbol: 'A \u2297 B',
        teaches: 'Every entry of A makes way for a block: that entry times all of B.',
        operands: ['a', 'b'],
        rule: any(([rows, columns], [p, q]) => `Each entry of A becomes a block of ${p} x ${q}: `
            + `the Kronecker product is ${rows * p} x ${columns * q}.`),
        answer: { product: ['A \u2297 B', 'the Kronecker product'] },
        example: { a: m('1 2; 3 4'), b: m('0 1; 1 0') },
    },
    {
        name: 'scale', family: 'Arithmetic', heading: 'Scale', symbol: 'c A',
        teaches: 'Every entry is multiplied by the same number.',
        operands: ['a'], options: { by: { label: 'By c' } },
        rule: any(([rows, columns]) => `Any matrix can be scaled, and stays ${rows} x ${columns}.`),
        answer: { scaled: ['c A', 'A, scaled'] },
        example: { a: m('1 2; 3 4'), by: '2.5' },
    },
    {
        name: 'transpose', family: 'Arithmetic', heading: 'Transpose', symbol: 'A\u1d40',
        teaches: 'Rows become columns: what stood in row i, column j stands in row j, column i.',
        operands: ['a'],
        rule: any(([rows, columns]) => 'Any matrix can be transposed: '
            + `${rows} x ${columns} becomes ${columns} x ${rows}.`),
        answer: { transpose: ['A\u1d40', 'the transpose'] },
        example: { a: m('1 2 3; 4 5 6') },
    },
    {
        name: 'power', family: 'Arithmetic', heading: 'Power', symbol: 'A\u1d4f',
        teaches: 'A times itself, k times over. To the power 0 it is the identity, to a negative '
            + 'one the power of its inverse.',
        operands: ['a'], options: { exponent: { label: 'Exponent k' } },
        rule: square('can be multiplied by itself', (n) =>
            `A is square, so A times A exists: every power is ${n} x ${n}.`),
        answer: { power: ['A\u1d4f', 'the power'] },
        example: { a: m('1 1; 1 0'), exponent: '10' },
    },
    {
        name: 'trace', family: 'Numbers', heading: 'Trace', symbol: 'tr A',
        teaches: 'The sum of the diagonal, from the top left to the bottom right.',
        operands: ['a'],
        rule: square('has a trace', (n) =>
            `A is square, so its diagonal, ${n} long, ends in the corner.`),
        answer: { trace: ['tr A', 'the trace'] },
        example: { a: m('2 1; 5 4') },
    },
    {
        name: 'determinant', family: 'Numbers', heading: 'Determinant', symbol: 'det A',
        teaches: 'The factor by which A stretches areas or volumes. It is 0 exactly where A has no '
            + 'inverse.',
        operands: ['a'],
        rule: square('has a determinant', () => 'A is square, so it has a determinant: a number.'),
        answer: {
            determinant: ['det A', 'the determinant'],
            mantissa: ['m', 'det A is m times 10 to the power e'],
            exponent: ['e', 'no double holds the determinant itself'],
        },
        example: { a: m('2 1; 4 4') },
    },
    {
        name: 'rank', family: 'Numbers', heading: 'Rank', symbol: 'rank A',
        teaches: 'How many rows are independent of each other; of columns it is the same number.',
        operands: ['a'], options: { tolerance: { label: 'Tolerance' } },
        rule: any(([rows, columns]) => 'Any matrix has a rank; of '
            + `${rows} x ${columns} it is at most ${Math.min(rows, columns)}.`),
        answer: {
            rank: ['rank A', 'singular values above the tolerance'],
            tolerance: ['tol', 'the tolerance used'],
        },
        example: { a: m('1 2 3; 2 4 6; 1 0 1') },
    },
    {
        name: 'norm', family: 'Numbers', heading: 'Norm', symbol: '\u2016A\u2016',
        teaches: 'How large a matrix is, in one number. There are several, each good for something '
            + 'else.',
        operands: ['a'],
        options: { kind: { label: 'Kind', choices: [
            ['', 'Frobenius: root of the sum of squares'], ['"1"', '1: largest column sum'],
            ['"inf"', 'inf: largest row sum'], ['"2"', '2: largest singular value'],
            ['"max"', 'max: largest entry'],
        ] } },
        rule: any(([rows, columns]) => `Any matrix has a norm, also one of ${rows} x ${columns}.`),
        answer: { norm: ['\u2016A\u2016', 'the norm'] },
        example: { a: m('1 -2; 2 4') },
    },
    {
        name: 'solve', family: 'Equations', heading: 'Solve', symbol: 'A X = B',
        teaches: 'Which X gives B when A is multiplied by it? Where none does, least squares find '
            + 'the X that comes closest.',
        operands: ['a', 'b'], columns: ['b'],
        options: { method: { label: 'Method', choices: [
            ['', 'by the shape of A'], ['"lu"', 'LU'], ['"least-squares"', 'least squares'],
        ] } },
        rule: solvable,
        answer: {
            solution: ['X', 'the solution'],
            residual: ['\u2016B \u2212 A X\u2016', 'what is left, for each column of B'],
            method: ['method', 'how it was solved'],
            rank: ['rank A', 'how many rows of A are independent'],
            condition: CONDITION,
            warning: ['warning', 'how far it can be trusted'],
        },
        example: { a: m('2 1; 4 4'), b: m('8; 20') },
    },
    {
        name: 'inverse', family: 'Equations', heading: 'Inverse', symbol: 'A\u207b\u00b9',
        teaches: 'The matrix that undoes A: A times its inverse is the identity, 1 on the diagonal '
            + 'and 0 elsewhere.',
        operands: ['a'],
        rule: square('can have an inverse', (n) =>
            `A is square; if it has an inverse, that is ${n} x ${n} too.`),
        answer: { inverse: ['A\u207b\u00b9', 'the inverse'], condition: CONDITION },
        example: { a: m('2 1; 4 4') },
    },
    {
        name: 'lu', family: 'Factors', heading: 'LU', symbol: 'P A = L U',
        teaches: 'Elimination, written down: with its rows in the order P, A is a lower triangle L '
            + 'times an upper triangle U.',
        operands: ['a'], rule: factors('L', 'U'),
        answer: {
            l: ['L', 'lower triangle, 1 on the diagonal'],
            u: ['U', 'upper triangle'],
            permutation: ['P', 'which row of A is each row of P A'],
        },
        example: { a: m('2 1; 4 4') },
    },
    {
        name: 'qr', family: 'Factors', heading: 'QR', symbol: 'A = Q R',
        teaches: 'Columns of length 1 at right angles to each other, Q, times an upper triangle R.',
        operands: ['a'], rule: factors('Q', 'R'),
        answer: { q: ['Q', 'orthonormal columns'], r: ['R', 'upper triangle'] },
        example: { a: m('3 1; 4 2') },
    },
    {
        name: 'cholesky', family: 'Factors', heading: 'Cholesky', symbol: 'A = L L\u1d40',
        teaches: 'The square root, so to speak, of a symmetric, positive definite matrix: a lower '
            + 'triangle L times its own transpose.',
        operands: ['a'],
        rule: square('can be symmetric', (n) =>
            `A is square; if it is symmetric and positive definite, L is ${n} x ${n}.`),
        answer: { l: ['L', 'lower triangle'] },
        example: { a: m('4 2; 2 5') },
    },
    {
        name: 'svd', family: 'Factors', heading: 'SVD', symbol: 'A = U \u03a3 V\u1d40',
        teaches: 'Every matrix turns, stretches along the axes by its singular values, and turns '
            + 'again.',
        operands: ['a'], rule: factors('U', 'V\u1d40'),
        answer: {
            u: ['U', 'orthonormal columns'],
            singular_values: ['\u03a3', 'singular values, the diagonal'],
            vt: ['V\u1d40', 'orthonormal rows'],
        },
        example: { a: m('3 0; 4 5') },
    },
    {
        name: 'eigen', family: 'Factors', heading: 'Eigen', symbol: 'A V = V \u039b',
        teaches: 'Directions that A does not turn, only stretch: A times an eigenvector is its '
            + 'eigenvalue times the same vector.',
        operands: ['a'],
        rule: square('has eigenvalues', (n) =>
            `A is square: it has ${n} eigenvalues, real ones if it is symmetric.`),
        answer: {
            values: ['\u039b', 'eigenvalues, the diagonal'],
            vectors: ['V', 'an eigenvector in each column'],
        },
        example: { a: m('2 1; 1 2') },
    },
    {
        name: 'chain', family: 'Products', heading: 'Chain', symbol: 'A B',
        teaches: 'However a long product is bracketed, the result is the same, the work is not: '
            + 'the order of fewest multiplications is found first.',
        operands: ['matrices'], rule: neighbours,
        answer: {
            product: ['product', 'of all'],
            order: ['order', 'the cheapest'],
            multiplications: ['work', 'multiplications in this order'],
            left_to_right: ['otherwise', 'multiplications from left to right'],
        },
        example: { a: m('1 2; 3 4; 5 6'), b: m('1 0 2 -1; 0 1 1 3'), c: m('1; 2; 0; 1') },
    },
];

export function operationOf(name) {
    return OPERATIONS.find((each) => each.name === name);
}

/* The members of the state that may be operands: a list has as many of them as there are. */
export const MATRICES = ['a', 'b', 'c', 'd', 'e', 'f'];

export function isList({ operands }) {
    return operands[0] === 'matrices';
}

/* Those that are operands of an operation now. */
export function operandsOf(operation, state) {
    return isList(operation) ? MATRICES.filter((name) => state[name] !== null)
        : operation.operands;
}

/* The options of an operation, those of all of them last. */
export function optionsOf({ options = {} }) {
    return { ...options, ...COMMON };
}
