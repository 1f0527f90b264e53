/* Facts about the examples of openapi.yaml: each request is sent to a real server, and what
 * comes back is the example of an answer with the same name, to the byte. Problems that no such
 * request shows have a line for a shell, x-curl, which reference.js runs. */

import { fact } from './lib/fact.js';
import { ask, leaveExchanges, withServer } from './lib/server.js';
import { answersOf, operations, resolve } from './lib/spec.js';

const problemType = 'application/problem+json';

/* Problems that no line brings about, or not with the same words everywhere: they need a crowd,
 * patience or a defect, or tell a size of which the HTTP library has its own idea. */
const unprovoked = ['headers-too-large', 'overloaded', 'timeout', 'internal-error'];

/* A body with whatever differs from one occurrence of a problem to the next made the same. */
function comparable(body) {
    return body.replace(/urn:uuid:[0-9a-f-]{36}/, 'urn:uuid:');
}

function textOf({ mediaType, value }) {
    return comparable(mediaType.endsWith('json') ? `${JSON.stringify(value)}\n` : value);
}

function* differences(example, answer) {
    const mediaType = answer.headers['content-type']?.split(';')[0];

    if (answer.status !== example.status || mediaType !== example.mediaType
        || comparable(answer.body) !== textOf(example))
        yield `${example.name}\n`
            + `should be ${example.status} ${example.mediaType}\n${textOf(example)}`
            + `but is ${answer.status} ${mediaType}\n${comparable(answer.body)}`;
}

/* The examples of an operation's answers, one for each media type. */
function examplesOf(operation) {
    return answersOf(operation).flatMap(({ status, mediaType, examples }) =>
        Object.entries(examples ?? {}).map(([name, example]) =>
            ({ name, status, mediaType, value: resolve(example).value,
                provoked: 'x-curl' in resolve(example) })));
}

const asking = operations.filter(({ request }) => request !== undefined);

function requestsOf(operation) {
    return Object.entries(operation.request.content['application/json'].examples)
        .map(([name, example]) => ({ name, body: JSON.stringify(resolve(example).value) }));
}

await fact('requests and answers among the examples have the same names', function* () {
    for (const operation of asking) {
        const requests = requestsOf(operation).map(({ name }) => name);
        const answers = examplesOf(operation);

        for (const request of requests)
            if (!answers.some(({ name }) => name === request))
                yield `${operation.operationId}: no answer to ${request}`;
        for (const { name, provoked } of answers)
            if (!requests.includes(name) && !provoked && !unprovoked.includes(name))
                yield `${operation.operationId}: no request for ${name}`;
    }
});

/* Problems come whatever Accept says, but only what can be had may be asked for. */
function headersFor({ mediaType }) {
    const json = { 'content-type': 'application/json' };

    return mediaType === problemType ? json : { ...json, accept: mediaType };
}

await fact('every example of a request gets exactly its answer', () =>
    withServer([], async (port) => {
        const found = [];

        for (const operation of asking)
            for (const { name, body } of requestsOf(operation))
                for (const example of examplesOf(operation).filter((each) => each.name === name)) {
                    const answer = await ask(port, {
                        method: operation.method,
                        target: operation.path,
                        headers: headersFor(example),
                        body,
                    });

                    found.push(...differences(example, answer));
                }
        return found;
    }));

/* The forms of an operation's answer that have no example of their own. */
function otherForms(operation) {
    return answersOf(operation).filter(({ status, examples }) => status === 200 && !examples)
        .map(({ mediaType }) => mediaType);
}

await fact('an answer can be had in every form that is promised', () =>
    withServer([], async (port) => {
        const found = [];

        for (const operation of asking) {
            const good = examplesOf(operation).find(({ status }) => status === 200).name;
            const { body } = requestsOf(operation).find(({ name }) => name === good);

            for (const mediaType of otherForms(operation)) {
                const answer = await ask(port, {
                    method: operation.method, target: operation.path, body,
                    headers: headersFor({ mediaType }),
                });

                if (answer.status !== 200
                    || answer.headers['content-type'].split(';')[0] !== mediaType)
                    found.push(`${operation.operationId} in ${mediaType}: ${answer.body}`);
            }
        }
        return found;
    }));

/* The target of an operation with the examples of its parameters put in: of several that which has
 * the answer's name. A query has those parameters that have one. */
function targetOf({ path, parameters }, answer) {
    const filled = path.replace(/\{(\w+)\}/g, (_, wanted) => {
        const { example, examples } = parameters.find(({ name }) => name === wanted);

        return example ?? examples[answer].value;
    });
    const query = parameters.filter((each) => each.in === 'query' && each.examples?.[answer])
        .map(({ name, examples }) => `${name}=${encodeURIComponent(examples[answer].value)}`);

    return query.length === 0 ? filled : `${filled}?${query.join('&')}`;
}

await fact('every page begins as its example', () =>
    withServer([], async (port) => {
        const found = [];

        for (const operation of operations.filter(({ method }) => method === 'GET')) {
            for (const example of examplesOf(operation).filter(({ status }) => status === 200)) {
                const answer = await ask(port, {
                    target: targetOf(operation, example.name),
                    headers: { accept: example.mediaType },
                });
                const beginning = answer.body.slice(0, textOf(example).length);

                found.push(...differences(example, { ...answer, body: beginning }));
            }
        }
        return found;
    }));

leaveExchanges('facts.examples');
