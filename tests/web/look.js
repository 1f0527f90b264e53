/* How the page stands: its width, weight and policy, and what is left of it without scripts. */

import assert from 'node:assert/strict';

import { button, tab } from './lib/find.js';
import { run } from './lib/run.js';

const HEAVIEST = 150 * 1000;

const eight = Array(8).fill('-12,2,3,4,5,6,7,8').join(';');
const sights = [
    'tab=multiply&a=2,1;5,4&b=3,2,5;4,6,-2',
    `tab=multiply&a=${eight}&b=${eight}`,
    'tab=multiply&a=0.30000000000000004,1e-300&b=123456789.123456789;2',
    `tab=watch&a=${eight}&b=${eight}&view=cross&step=100`,
    `tab=watch&a=${eight}&b=${eight}&view=waterfall&step=100`,
    'tab=practise&seed=7&exercise=12',
    `tab=operations&operation=solve&a=${eight}&b=${eight}`,
    'tab=operations&operation=chain&a=1,2;3,4&b=1,2;3,4&c=1,2;3,4&d=1;2&e=3&f=1',
    'tab=operations&operation=norm',
    'tab=code',
    'tab=lesson',
];

async function overflow(page) {
    await page.evaluate(() => new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(resolve));
    }));
    return page.evaluate(() =>
        document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

await run(async (test) => {
    for (const width of [360, 768, 1440])
        await test(`nothing is wider than a screen of ${width} pixels`, {
            viewport: { width, height: 800 }, expect: ['422'],
        }, async (page, { origin }) => {
            for (const [index, fragment] of sights.entries()) {
                await page.goto(`${origin}/?${index}#${fragment}`);
                await page.waitForLoadState('networkidle');
                assert.equal(await overflow(page), 0, fragment);
            }
            await tab(page, 'Multiply').click();
            await button(page, /^Mismatch/).click();
            await page.getByRole('alert').getByText('Shapes do not match').waitFor();
            assert.equal(await overflow(page), 0, 'a mismatch');
        });

    await test('the page weighs less than 150 kB in all', {}, async (page) => {
        await page.waitForLoadState('networkidle');

        const sizes = await page.evaluate(() => [...performance.getEntriesByType('navigation'),
            ...performance.getEntriesByType('resource')].map((each) => each.decodedBodySize));
        const sum = sizes.reduce((total, size) => total + size, 0);

        assert.ok(sizes.length > 20, `${sizes.length} files`);
        console.log(`${sizes.length} files, ${sum} bytes`);
        assert.ok(sum < HEAVIEST, `${sum} bytes`);
    });

    await test('the policy lets in what is the server\'s own, and nothing within the page', {},
        async (page, { origin }) => {
            const policy = (await page.request.get(`${origin}/`)).headers()['content-security-policy'];

            assert.match(policy, /default-src 'none'/);
            assert.doesNotMatch(policy, /unsafe|\*|https?:|data:/);
            assert.equal(await page.evaluate(() => document.querySelectorAll(
                'style, script:not([src]), [onclick]').length), 0);
        });

    await test('without scripts it says what this is, with lines to try', {
        javaScriptEnabled: false,
    }, async (page) => {
        await page.getByRole('heading', { name: 'The rule' }).waitFor();
        await page.getByText('curl --json').first().waitFor();
        assert.equal(await page.getByRole('tab').count(), 0);
    });

    await test('the rule stays in sight when one scrolls', {
        viewport: { width: 360, height: 500 }, fragment: `a=${eight}&b=${eight}`,
    }, async (page) => {
        await page.getByRole('button', { name: 'Multiply', exact: true }).scrollIntoViewIfNeeded();

        const box = await page.getByRole('region', { name: 'The shape rule' }).boundingBox();

        assert.ok(box.y >= 0 && box.y + box.height <= 500, `from ${box.y}, ${box.height} high`);
    });
});
