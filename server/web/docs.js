/* A button to copy each line of the reference. Browsers let pages do so on this machine or over
 * HTTPS; elsewhere, and without scripts, there is none, and the line is selected by hand. */

const shown = 1500;

function addButton(line) {
    const button = document.createElement('button');

    button.type = 'button';
    button.textContent = 'Copy';
    button.addEventListener('click', async () => {
        await navigator.clipboard.writeText(line.querySelector('code').textContent);
        button.textContent = 'Copied';
        setTimeout(() => { button.textContent = 'Copy'; }, shown);
    });
    line.append(button);
}

if (navigator.clipboard)
    document.querySelectorAll('pre.line').forEach(addButton);
