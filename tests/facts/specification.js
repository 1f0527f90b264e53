/* Facts about openapi.yaml by itself: it is valid, clean, and its examples are what they say. */

import { join } from 'node:path';

import { formatProblems, lint, loadConfig } from '@redocly/openapi-core';

import { fact } from './lib/fact.js';
import { answersOf, invalid, operations, resolve, spec } from './lib/spec.js';
import { top } from './lib/tree.js';

/* The engine of `redocly lint`, without the rest of that tool (ten times as many packages). */
await fact('redocly lint has nothing to say', async function* () {
    const config = await loadConfig({ configPath: join(top, 'tests/facts/redocly.yaml') });

    for (const { ruleId, message, location } of
        await lint({ ref: join(top, 'openapi.yaml'), config }))
        yield `${ruleId}: ${message} (${location[0].pointer})`;
});

function* contentsOf(operation) {
    for (const [mediaType, content] of Object.entries(operation.request?.content ?? {}))
        yield { where: `request of ${operation.operationId}`, mediaType, ...content };
    for (const answer of answersOf(operation))
        yield { where: `${answer.status} of ${operation.operationId}`, ...answer };
}

const contents = operations.flatMap((operation) => [...contentsOf(operation)]);

/* Forms after the first say the same in other letters: one example stands for them. */
await fact('every body has a schema, and a named example in its first form', function* () {
    const reversed = [...contents].reverse();
    const first = new Map(reversed.map(({ where, mediaType }) => [where, mediaType]));

    for (const { where, mediaType, schema, examples = {} } of contents)
        if (schema === undefined
            || (mediaType === first.get(where) && Object.keys(examples).length === 0))
            yield `${where}, ${mediaType}`;
});

await fact('every example of a body fits its schema', function* () {
    for (const { where, schema, examples } of contents)
        for (const [name, example] of Object.entries(examples ?? {})) {
            const fault = invalid(schema, resolve(example).value);

            if (fault !== null)
                yield `${name}, ${where}: ${fault}`;
        }
});

await fact('every example of a schema fits it', function* () {
    for (const [name, schema] of Object.entries(spec.components.schemas))
        for (const example of schema.examples ?? []) {
            const fault = invalid(schema, example);

            if (fault !== null)
                yield `${name}: ${fault}`;
        }
});

await fact('every example of a problem is named after it', function* () {
    for (const operation of operations)
        for (const { mediaType, examples } of answersOf(operation))
            for (const [name, example] of Object.entries(examples ?? {}))
                if (mediaType === 'application/problem+json'
                    && !`/problems/${name}`.startsWith(resolve(example).value.type))
                    yield `${name} in ${operation.operationId}`;
});

await fact('QUERY asks, takes and answers the same as POST', function* () {
    const posts = operations.filter(({ method }) => method === 'POST');

    for (const query of operations.filter(({ method }) => method === 'QUERY')) {
        const post = posts.find(({ path }) => path === query.path);

        for (const what of ['summary', 'tags', 'parameters', 'requestBody', 'responses'])
            if (JSON.stringify(post[what]) !== JSON.stringify(query[what]))
                yield `${query.path}: ${what}`;
    }
});
