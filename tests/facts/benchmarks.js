/* What the README says of speed is what the table of docs/benchmarks.md says. */

import { fact } from './lib/fact.js';
import { read } from './lib/tree.js';

/* What ./dev bench has written into a page. */
function written(page, name) {
    const [begin, end] = [`<!-- bench: ${name} -->`, `<!-- bench: end of ${name} -->`];
    const found = new RegExp(`${begin}(.*?)${end}`, 's').exec(read(page));

    if (!found)
        throw new Error(`${page} has no place for ${name}`);
    return found[1];
}

const table = written('docs/benchmarks.md', 'summary');
const cells = new Set(table.split('|').map((cell) => cell.trim()));
const sentences = written('README.md', 'readme').replace(/!\[.*?\]\(.*?\)/g, '')
    .replace(/\s+/g, ' ');

/* Shapes and the like say what was measured; the rest are figures. */
const figures = sentences.replace(/\d+ x \d+|\d+ digits|99 of 100/g, '')
    .match(/\d[\d,.]*\d(?: (?:us|ms|s)\b)?/g) ?? [];

await fact('the README\'s figures of speed stand in the table of benchmarks.md', function* () {
    if (figures.length < 8)
        yield `only ${figures.length} figures were found: where are the others?`;
    for (const figure of figures)
        if (!cells.has(figure))
            yield `${figure} is not in the table`;
});

await fact('every plot that a page shows is there', function* () {
    for (const [page, folder] of [['README.md', ''], ['docs/benchmarks.md', 'docs/']])
        for (const [, plot] of read(page).matchAll(/!\[[^\]]*\]\(([^)]+\.svg)\)/g))
            if (!read(folder + plot).includes('</svg>'))
                yield `${page}: ${plot} is no drawing`;
});
