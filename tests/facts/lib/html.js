/* A page's text, as somebody reads it. */
export function visible(html) {
    return html.replace(/<style.*?<\/style>|<[^>]*>/gs, '')
        .replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"')
        .replaceAll('&#39;', "'").replaceAll('&#123;', '{').replaceAll('&amp;', '&');
}
