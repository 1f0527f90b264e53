// The Node peer: node:http, V8's JSON, and one process a core.
//
// usage: node node_peer.mjs PORT plain|blas
//
// POST /multiply {"a": [[..]], "b": [[..]]} -> {"product": [[..]]}
// The product is plain JavaScript, or OpenBLAS called through koffi.

import cluster from 'node:cluster';
import { createServer } from 'node:http';
import { availableParallelism } from 'node:os';

const [port, kind] = process.argv.slice(2);

function shapeOf(a, b) {
    const shape = { m: a.length, k: b.length, n: b[0].length };

    if (a.some((row) => row.length !== shape.k) || b.some((row) => row.length !== shape.n))
        throw new Error('the inner numbers must match, and rows be of one length');
    return shape;
}

// Four rows of a and a block of b's rows at a time, so that what is read of b serves four times and
// stays in the cache.
const BLOCK = 64;

function plainProduct(a, b) {
    const { m, k, n } = shapeOf(a, b);
    const right = b.map((row) => Float64Array.from(row));
    const product = Array.from({ length: m }, () => new Float64Array(n));

    for (let first = 0; first < k; first += BLOCK) {
        const last = Math.min(first + BLOCK, k);
        let i = 0;

        for (; i + 4 <= m; i += 4)
            addFourRows(a, right, product, i, first, last);
        for (; i < m; i++)
            addRow(a[i], right, product[i], first, last);
    }
    return product.map((row) => Array.from(row));
}

function addFourRows(a, b, product, i, first, last) {
    const [a0, a1, a2, a3] = [a[i], a[i + 1], a[i + 2], a[i + 3]];
    const [c0, c1, c2, c3] = [product[i], product[i + 1], product[i + 2], product[i + 3]];

    for (let l = first; l < last; l++) {
        const [f0, f1, f2, f3] = [a0[l], a1[l], a2[l], a3[l]];
        const row = b[l];

        for (let j = 0; j < row.length; j++) {
            const value = row[j];
            c0[j] += f0 * value;
            c1[j] += f1 * value;
            c2[j] += f2 * value;
            c3[j] += f3 * value;
        }
    }
}

function addRow(factors, b, sums, first, last) {
    for (let l = first; l < last; l++) {
        const factor = factors[l];
        const row = b[l];

        for (let j = 0; j < row.length; j++)
            sums[j] += factor * row[j];
    }
}

async function blasProduct() {
    const { default: koffi } = await import('koffi');
    const dgemm = koffi.load('libopenblas.so.0').func(
        'void cblas_dgemm(int order, int ta, int tb, int m, int n, int k, double alpha, ' +
        'const double *a, int lda, const double *b, int ldb, double beta, _Inout_ double *c, int ldc)');
    const [rowMajor, asItIs] = [101, 111];

    const flat = (rows, columns) => {
        const entries = new Float64Array(rows.length * columns);
        rows.forEach((row, i) => entries.set(row, i * columns));
        return entries;
    };
    return (a, b) => {
        const { m, k, n } = shapeOf(a, b);
        const c = new Float64Array(m * n);
        dgemm(rowMajor, asItIs, asItIs, m, n, k, 1, flat(a, k), k, flat(b, n), n, 0, c, n);
        return Array.from({ length: m }, (_, i) => Array.from(c.subarray(i * n, (i + 1) * n)));
    };
}

function reply(response, status, text) {
    response.writeHead(status, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
    });
    response.end(text);
}

function serve(product) {
    createServer((request, response) => {
        const chunks = [];

        request.on('data', (chunk) => chunks.push(chunk));
        request.on('end', () => {
            try {
                const { a, b } = JSON.parse(Buffer.concat(chunks));
                reply(response, 200, JSON.stringify({ product: product(a, b) }));
            } catch (problem) {
                reply(response, 422, JSON.stringify({ error: problem.message }));
            }
        });
    }).listen(Number(port), '127.0.0.1');
}

if (cluster.isPrimary) {
    for (let i = 0; i < availableParallelism(); i++)
        cluster.fork();
    process.on('SIGTERM', () => process.exit(0));
} else {
    serve(kind === 'blas' ? await blasProduct() : plainProduct);
}
