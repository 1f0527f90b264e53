/* A request as a program that makes it. Each takes { method, path, body } and the server's address.
 * A body is JSON, or a list of parts where an operand is a file (api.js): these are curl's. */

import { inC } from './snippets-c.js';

function forms(parts) {
    return parts.map(({ name, file, json }) =>
        `-F '${name}=${file ? `@${file.name}` : `${json};type=application/json`}' `).join('');
}

function curl({ method, path, body }, origin) {
    const sent = method === 'GET' ? '' : Array.isArray(body) ? forms(body) : `--json '${body}' `;

    return `curl ${sent}'${origin}${path}'`;
}

function javascript({ method, path, body }, origin) {
    const options = method === 'GET' ? '' : `, {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(${body}),
}`;

    return `const response = await fetch("${origin}${path}"${options});
const answer = await response.json();
if (response.ok) console.log(answer);
else console.error(answer.detail);`;
}

function python({ method, path, body }, origin) {
    const data = method === 'GET' ? '' : `,
    data=b'${body}',
    headers={"Content-Type": "application/json"},
`;

    return `import json
from urllib.error import HTTPError
from urllib.request import Request, urlopen

request = Request("${origin}${path}"${data})
try:
    print(json.load(urlopen(request)))
except HTTPError as error:
    print(json.load(error)["detail"])`;
}

/* The same in another language; a form by the line for a shell, as a comment. */
function orCurl(snippet, mark) {
    return (request, origin) => Array.isArray(request.body)
        ? `${mark} Files are sent most easily by curl:\n${mark} ${curl(request, origin)}`
        : snippet(request, origin);
}

export const SNIPPETS = {
    curl,
    javascript: orCurl(javascript, '//'),
    python: orCurl(python, '#'),
    c: orCurl(inC, '//'),
};
