/* Requests that bring about the problems which no example of a request in openapi.yaml can show,
 * because the body breaks its schema, or because it is not the body that is at fault. By the
 * problem's name; a request is what lib/server.js's `ask` takes, with these as its defaults. */

const multiply = { method: 'POST', target: '/v1/multiply' };
const json = { 'content-type': 'application/json' };

function body(text) {
    return { ...multiply, headers: json, body: text };
}

const many = 12000;

export const provocations = {
    'malformed-json': body('{"a":[[1,2],[3,4]],"b":[[1,2],[3,4]}'),
    'invalid-utf-8': body(Buffer.from('{"a":[[1]],"b":[[2]],"\xff":1}', 'latin1')),
    'too-deep': body('['.repeat(1001)),
    'not-an-object': body('[[1,2],[3,4]]'),
    'unknown-member': body('{"a":[[1,2],[3,4]],"b":[[1,2],[3,4]],"transpose":true}'),
    'duplicate-member': body('{"a":[[1,2],[3,4]],"a":[[1,2],[3,4]]}'),
    'missing-member': body('{"a":[[1,2],[3,4]]}'),
    'wrong-type': body('{"a":[[1,"2"],[3,4]],"b":[[1,2],[3,4]]}'),
    'bad-value': { ...body('{"shapes":[[3,4],[4]]}'), target: '/v1/shape' },
    'empty-matrix': body('{"a":[],"b":[[1,2],[3,4]]}'),
    'out-of-range': body('{"a":[[1e999]],"b":[[1]]}'),
    'too-large': body(JSON.stringify({ a: Array(many).fill([1]), b: [Array(many).fill(1)] })),

    'malformed-request': { target: '/%zz' },
    'forbidden': { headers: { host: 'attacker.example' } },
    'not-found': { target: '/v1/multiplication' },
    'method-not-allowed': { target: '/v1/multiply' },
    'not-acceptable': {
        ...body('{"a":[[1]],"b":[[1]]}'),
        headers: { ...json, accept: 'image/png' },
    },
    'body-too-large': {
        ...multiply,
        headers: { ...json, 'content-length': 2 ** 30 + 1, expect: '100-continue' },
    },
    'target-too-long': { target: `/${'a'.repeat(9000)}` },
    'unsupported-media-type': {
        ...body('{"a":[[1]],"b":[[1]]}'),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
    },
};

/* Problems that such a request can't bring about, or not with the same words everywhere: they
 * need a crowd, patience or a defect, or tell a size of which the HTTP library has its own idea. */
export const unprovoked = ['headers-too-large', 'overloaded', 'timeout', 'internal-error'];
