/* What the server writes in LaTeX is compiled, by the first LaTeX that is installed. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { fact } from './lib/fact.js';
import { ask, withServer } from './lib/server.js';

const compilers = ['pdflatex', 'lualatex', 'xelatex'];
const compiler = compilers.find((name) => spawnSync(name, ['--version']).status === 0);

if (compiler === undefined) {
    console.log(`skipped: there is none of ${compilers.join(', ')} (Debian's texlive-latex-base)`);
    process.exit(77);
}

function numbers(rows, columns, entry) {
    return Array.from({ length: rows }, (_, i) =>
        Array.from({ length: columns }, (__, j) => entry(i, j)));
}

/* Bodies for /v1/explain, by what is hard about them. */
const explanations = {
    'the lesson': { a: [[2, 1], [5, 4]], b: [[3, 2, 5], [4, 6, -2]] },
    'exponents and signs': { a: [[-1e21, 1e-9], [0.1, -0.0]], b: [[-3e-200], [1e-7]] },
    'more columns than bmatrix has by itself': {
        a: [[1], [-2]], b: numbers(1, 30, (_, j) => j - 15), entries: [[2, 30], [1, 1]],
    },
    'matrices with dots': {
        a: numbers(60, 2, (i, j) => i / 7 + j), b: numbers(2, 60, (i, j) => -j / 3e5 - i),
        entries: [[60, 60]],
    },
    'a sum of several lines': {
        a: numbers(1, 100, (_, j) => j / 7), b: numbers(100, 1, (i) => 1 - i),
    },
    'nothing explained': { a: [1], b: [2], entries: [] },
};

/* What the compiler has to say against a document; null where that is nothing. */
function complaint(text) {
    const folder = mkdtempSync(join(tmpdir(), 'rowcol-latex-'));

    try {
        writeFileSync(join(folder, 'lesson.tex'), text);

        const { status, stdout } = spawnSync(compiler,
            ['-interaction=nonstopmode', '-halt-on-error', 'lesson.tex'],
            { cwd: folder, encoding: 'utf8' });

        return status === 0 ? null : stdout.slice(-1500);
    } finally {
        rmSync(folder, { recursive: true });
    }
}

/* Asks for each of these by name and compiles the answers. */
function compileAll(requests) {
    return withServer([], async (port) => {
        const found = [];

        for (const [name, request] of Object.entries(requests)) {
            const headers = { accept: 'application/x-latex', ...request.headers };
            const answer = await ask(port, { ...request, headers });
            const fault = answer.status === 200 ? complaint(answer.body) : answer.body;

            if (fault !== null)
                found.push(`${name}: ${fault}`);
        }
        return found;
    });
}

await fact('explanations in LaTeX compile', () =>
    compileAll(Object.fromEntries(Object.entries(explanations).map(([name, body]) => [name, {
        method: 'POST',
        target: '/v1/explain',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
    }]))));

await fact('sheets in LaTeX compile', () =>
    compileAll(Object.fromEntries([
        '/v1/practice?seed=7&answers=true',
        '/v1/practice?seed=7&kind=shapes&answers=true',
    ].map((target) => [target, { target }]))));
