/* Facts about every exchange that the tests of the server had with it: openapi.yaml allows it, and
 * nothing that openapi.yaml promises went unseen.
 *
 * Exchanges are lines of JSON in the build folder's exchanges/: case, method, target,
 * request_headers, request_body, status, headers, body. Header names are in lower case. A body
 * is null where there is none, and where it is too long or no text (`body_left_out`,
 * `request_body_left_out`). */

import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { fact } from './lib/fact.js';
import { answersOf, invalid, operations, problems, resolve, spec } from './lib/spec.js';
import { build } from './lib/tree.js';

/* What only a fault can bring about, so that no test of a sound server sees it; for an iteration
 * that does not end nobody has a matrix. */
const faults = { statuses: [500], problems: ['internal-error', 'no-convergence'] };

/* Answers that are given before the path is looked at, or in the same way for every path: seen
 * on one path, they are seen on all. */
const everywhere = ['MalformedRequest', 'Forbidden', 'MethodNotAllowed', 'Timeout', 'TargetTooLong',
    'HeadersTooLarge', 'Overloaded'];

/* Exchanges with the program as it is: recordings older than it are of another one. */
function readExchanges() {
    const folder = join(build, 'exchanges');
    const built = statSync(join(build, 'rowcold')).mtimeMs;
    const files = readdirSync(folder).map((name) => join(folder, name))
        .filter((path) => path.endsWith('.jsonl') && statSync(path).mtimeMs >= built);

    return files.flatMap((path) => readFileSync(path, 'utf8').split('\n'))
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line));
}

/* The path of a target in any of its forms: /path?query, http://host/path, and * as it is. A
 * target with a broken escape has none. */
function pathOf(target) {
    try {
        return target === '*' ? target
            : decodeURIComponent(new URL(target, 'http://localhost').pathname);
    } catch {
        return target;
    }
}

/* The path of the specification that a path fits, if any: {name} is one segment. */
function templateOf(path) {
    return Object.keys(spec.paths).find((template) =>
        new RegExp(`^${template.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`).test(path));
}

const exchanges = readExchanges().map((exchange) => {
    const template = templateOf(pathOf(exchange.target));

    return {
        ...exchange,
        template,
        operation: operations.find(({ path, method }) => path === template
            && method === (exchange.method === 'HEAD' ? 'GET' : exchange.method)),
    };
});

function methodsOf(template) {
    return operations.filter(({ path }) => path === template).map(({ method }) => method)
        .flatMap((method) => method === 'GET' ? ['GET', 'HEAD'] : [method])
        .concat('OPTIONS');
}

/* The answer of the specification that an exchange must have: its operation's, or, where there
 * is no operation for it, one of those that are given everywhere. */
function promised({ operation, template, status }) {
    if (operation !== undefined)
        return resolve(operation.responses[status]);

    const names = [...everywhere, template === undefined ? 'NotFound' : 'MethodNotAllowed'];
    const answers = names.map((name) => spec.components.responses[name]);

    return answers.find((answer) => statusOf(answer) === status);
}

function statusOf(response) {
    const { schema } = response.content['application/problem+json'];

    return resolve(schema).properties.status.const;
}

function tell(exchange, text) {
    return `${exchange.case}: ${exchange.method} ${exchange.target.slice(0, 60)}, `
        + `${exchange.status}: ${text}`;
}

function mediaTypeOf(exchange) {
    return exchange.headers['content-type']?.split(';')[0].trim().toLowerCase();
}

/* The value that a body's schema describes: a document, or the text itself. */
function valueOf(mediaType, body) {
    return /[/+]json$/.test(mediaType) ? JSON.parse(body) : body;
}

function* wrongHeaders(exchange, answer) {
    for (const [name, reference] of Object.entries(answer.headers ?? {})) {
        const { required = false, schema } = resolve(reference);
        const text = exchange.headers[name.toLowerCase()];
        const value = schema.type === 'integer' ? Number(text) : text;
        const fault = text === undefined ? required && 'is missing' : invalid(schema, value);

        if (fault)
            yield `${name} ${fault}`;
    }
}

function* wrongBody(exchange, answer) {
    const content = answer.content?.[mediaTypeOf(exchange)];

    if (answer.content === undefined) {
        if (exchange.body)
            yield 'has a body';
    } else if (content === undefined)
        yield `${mediaTypeOf(exchange)} is not promised`;
    else if (exchange.method === 'HEAD' && exchange.body)
        yield 'HEAD has no body';
    else if (exchange.method !== 'HEAD' && !exchange.body_left_out) {
        const fault = invalid(content.schema, valueOf(mediaTypeOf(exchange), exchange.body ?? ''));

        if (fault !== null)
            yield fault;
    }
}

const options = exchanges.filter(({ method }) => method === 'OPTIONS');
const others = exchanges.filter(({ method }) => method !== 'OPTIONS');

await fact('every answer is one that the specification promises', function* () {
    for (const exchange of others) {
        const answer = promised(exchange);

        if (answer === undefined)
            yield tell(exchange, 'this status is not promised');
        else
            for (const fault of [...wrongHeaders(exchange, answer), ...wrongBody(exchange, answer)])
                yield tell(exchange, fault);
    }
});

await fact('JSON is compact and ends with one newline', function* () {
    for (const exchange of others)
        if (exchange.body && /[/+]json$/.test(mediaTypeOf(exchange))
            && !/^([^\s"]|"([^"\\]|\\.)*")+\n$/.test(exchange.body))
            yield tell(exchange, exchange.body.slice(0, 100));
});

function requestType({ request_headers: headers }) {
    return headers['content-type'].split(';')[0].trim().toLowerCase();
}

await fact('a request that succeeds is one that the specification allows', function* () {
    const good = others.filter(({ status, operation }) => status < 300 && operation?.request);

    for (const exchange of good) {
        const type = requestType(exchange);
        const content = exchange.operation.request.content[type];
        const fault = type !== 'application/json' || exchange.request_body_left_out ? null
            : invalid(content.schema, JSON.parse(exchange.request_body));

        if (!content)
            yield tell(exchange, `a body of type ${type} is not promised`);
        if (fault !== null)
            yield tell(exchange, fault);
    }
});

await fact('a sound request id comes back', function* () {
    for (const exchange of exchanges) {
        const id = exchange.request_headers['x-request-id'];

        if (/^[A-Za-z0-9._-]{1,64}$/.test(id ?? '') && exchange.headers['x-request-id'] !== id)
            yield tell(exchange, `${id} became ${exchange.headers['x-request-id']}`);
    }
});

await fact('405 names in Allow all methods of the path, and comes to no other', function* () {
    for (const exchange of others.filter(({ status }) => status === 405)) {
        const allowed = exchange.headers.allow?.split(', ').sort().join();

        if (allowed !== methodsOf(exchange.template).sort().join()
            || exchange.operation !== undefined)
            yield tell(exchange, `Allow: ${exchange.headers.allow}`);
    }
});

await fact('OPTIONS names in Allow all methods of a path that is there', function* () {
    for (const exchange of options.filter(({ status }) => status < 300)) {
        const path = pathOf(exchange.target);

        if (path !== '*' && exchange.headers.allow?.split(', ').sort().join()
            !== methodsOf(exchange.template).sort().join())
            yield tell(exchange, `Allow: ${exchange.headers.allow}`);
        if (exchange.body)
            yield tell(exchange, 'has a body');
    }
});

/* The answers of an operation that have to be seen, by the words that tell of them. */
function wanted(operation) {
    const own = answersOf(operation).filter(({ status }) => {
        const { $ref = '' } = operation.responses[status];

        return !faults.statuses.includes(status) && !everywhere.includes($ref.split('/').pop());
    });

    return own.map(({ status, mediaType }) =>
        `${operation.method} ${operation.path}, ${status} in ${mediaType}`);
}

await fact('every answer that the specification promises has been seen', function* () {
    const seen = new Set(others.filter(({ method, operation }) => operation && method !== 'HEAD')
        .map((exchange) => `${exchange.method} ${exchange.template}, `
            + `${exchange.status} in ${mediaTypeOf(exchange)}`));

    for (const answer of operations.flatMap(wanted))
        if (!seen.has(answer))
            yield answer;
    for (const name of everywhere)
        if (!exchanges.some(({ status }) => status === statusOf(spec.components.responses[name])))
            yield `${name}, on any path`;
});

await fact('every problem of the specification has been seen', function* () {
    const told = others.filter((each) => each.body && /problem\+json/.test(mediaTypeOf(each)));
    const seen = new Set(told.map(({ body }) => JSON.parse(body).type.slice('/problems/'.length)));

    for (const name of problems.keys())
        if (!seen.has(name) && !faults.problems.includes(name))
            yield name;
});
