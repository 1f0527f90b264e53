/* Facts about the table from which the page's tab for operations is made, server/web/operations.js:
 * it offers what openapi.yaml describes, by the same names. */

import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { different, fact } from './lib/fact.js';
import { operations, resolve } from './lib/spec.js';
import { top } from './lib/tree.js';

/* A module of the page. Node takes it for one only where a package says so. */
async function importFromPage(name) {
    const folder = mkdtempSync(join(tmpdir(), 'rowcol-page-'));

    try {
        cpSync(join(top, 'server/web'), folder, { recursive: true });
        writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
        return await import(pathToFileURL(join(folder, name)));
    } finally {
        rmSync(folder, { recursive: true });
    }
}

const { OPERATIONS, optionsOf } = await importFromPage('operations.js');

/* These have tabs of their own. */
const elsewhere = ['/v1/multiply', '/v1/explain'];

function requestOf(operation) {
    return resolve(operation.request.content['application/json'].schema);
}

/* The operations that take matrices. */
const computing = operations.filter((each) => each.method === 'POST'
    && !elsewhere.includes(each.path)
    && ['a', 'matrices'].some((name) => name in requestOf(each).properties));

/* Each operation of the specification with the entry of the table. */
const pairs = computing.map((operation) => ({
    operation,
    entry: OPERATIONS.find(({ name }) => operation.path === `/v1/${name}`),
})).filter(({ entry }) => entry !== undefined);

/* The members that an answer may have, each with its schema. */
function membersOf(schema) {
    const { properties = {}, oneOf = [], allOf = [] } = resolve(schema);

    return Object.assign({}, properties, ...[...oneOf, ...allOf].map(membersOf));
}

await fact('the tab offers every operation of the specification that takes matrices', () =>
    different('openapi.yaml', computing.map(({ path }) => path),
        'the tab', OPERATIONS.map(({ name }) => `/v1/${name}`)));

await fact('the tab offers every member of a request', function* () {
    for (const { operation, entry } of pairs)
        yield* different(`${operation.path} in openapi.yaml`,
            Object.keys(requestOf(operation).properties),
            'the tab', [...entry.operands, ...Object.keys(optionsOf(entry))]);
});

/* What may be chosen, in the letters of JSON without quotes: a norm's kind is "1" as well as 1. */
function valuesOf(schema) {
    const { enum: values = [true, false], default: initial } = resolve(schema);

    return [...new Set(values.filter((value) => value !== initial).map(String))];
}

await fact('the tab offers every choice, the default by leaving it out', function* () {
    for (const { operation, entry } of pairs)
        for (const [name, { choices }] of Object.entries(optionsOf(entry)))
            if (choices)
                yield* different(`${operation.path}, ${name} in openapi.yaml`,
                    valuesOf(requestOf(operation).properties[name]),
                    'the tab', choices.filter(([json]) => json !== '')
                        .map(([json]) => String(JSON.parse(json))));
});

await fact('the tab tells every member of an answer', function* () {
    for (const { operation, entry } of pairs) {
        const { schema } = resolve(operation.responses[200]).content['application/json'];

        yield* different(`${operation.path} in openapi.yaml`,
            Object.keys(membersOf(schema)).filter((name) => name !== 'shape'),
            'the tab', Object.keys(entry.answer));
    }
});
