/* The reference: found, read, copied and linked to, on every screen. */

import assert from 'node:assert/strict';

import axe from 'axe-core';

import { button } from './lib/find.js';
import { run } from './lib/run.js';

const path = '/docs';

async function openAll(page) {
    await page.evaluate(() => document.querySelectorAll('details').forEach((each) => {
        each.open = true;
    }));
}

async function violations(page) {
    await page.evaluate(axe.source);

    const { violations: found } = await page.evaluate(() => globalThis.axe.run());

    return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

await run(async (test) => {
    for (const width of [360, 768, 1440, 1920])
        await test(`nothing is wider than a screen of ${width} pixels`, {
            path, viewport: { width, height: 800 },
        }, async (page) => {
            await openAll(page);
            assert.deepEqual(await page.evaluate(() => {
                const screen = document.documentElement.clientWidth;

                return [...document.querySelectorAll('body *')]
                    .filter((each) => each.getBoundingClientRect().right > screen + 1)
                    .map((each) => each.outerHTML.slice(0, 80));
            }), []);
        });

    for (const colorScheme of ['light', 'dark'])
        await test(`axe finds no violation in ${colorScheme} colours`, { path, colorScheme },
            async (page) => {
                await openAll(page);
                assert.deepEqual(await violations(page), []);
            });

    await test('the contents lead to an operation, by keyboard too', { path }, async (page) => {
        const contents = page.getByRole('navigation', { name: 'Contents' });

        await contents.getByRole('link', { name: 'POST /v1/shape' }).focus();
        await page.keyboard.press('Enter');
        await page.waitForURL(/#shape$/);

        const heading = page.getByRole('heading', { name: 'POST /v1/shape' });

        assert.ok((await heading.boundingBox()).y < 800);
    });

    await test('a link to an example opens it', { path, fragment: 'multiply-transposed' },
        async (page) => {
            await page.locator('#multiply-transposed').getByText('curl --json').waitFor();
        });

    await test('an example opens by keyboard and shows its answer', { path }, async (page) => {
        const example = page.locator('details:has(#multiply-square-times-wide)');

        await example.getByText('2 x 2 times 2 x 3').focus();
        await page.keyboard.press('Enter');
        await example.getByText('10  10   8\n31  34  17').waitFor();
    });

    await test('a button copies a line', {
        path, permissions: ['clipboard-read', 'clipboard-write'],
    }, async (page, { origin }) => {
        await button(page, 'Copy').first().click();
        await button(page, 'Copied').waitFor();
        assert.equal(await page.evaluate(() => navigator.clipboard.readText()),
            `curl --json '{"a":[[2,3]],"b":[[4],[5]]}' '${origin}/v1/multiply'`);
    });

    await test('without scripts everything is there but the buttons to copy', {
        path, javaScriptEnabled: false,
    }, async (page) => {
        await page.getByRole('heading', { name: 'POST /v1/multiply' }).waitFor();
        await page.getByText('curl --json').first().waitFor();
        assert.equal(await page.getByRole('button').count(), 0);
    });

    await test('the colours chosen on the start page hold here', { colorScheme: 'light' },
        async (page, { origin }) => {
            await button(page, 'Dark colours').click();
            await page.goto(`${origin}${path}`);
            await page.waitForFunction(() =>
                getComputedStyle(document.documentElement).colorScheme === 'dark');
        });

    await test('on paper every example is open', { path }, async (page) => {
        await page.emulateMedia({ media: 'print' });
        assert.equal(await page.evaluate(() => [...document.querySelectorAll('details samp')]
            .filter((each) => !each.checkVisibility({ contentVisibilityAuto: true })).length), 0);
    });
});
