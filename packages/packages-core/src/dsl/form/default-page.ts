import { field } from './fields';
import type { Field } from './fields';

const OURS = '<!-- Written by Milepost -->';

/** The field `page` of a web server: what it answers with as long as there is no site. */
export const defaultPage = (server: string): Field<string> =>
  field.lines({
    title: 'Default page',
    description: `What ${server} answers with: HTML or plain text.`,
    default: `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>It works</title>
  </head>
  <body>
    <h1>It works</h1>
    <p>${server} is ready. There is no site here yet.</p>
  </body>
</html>`,
  });

/** The file that is served, and that a request has to answer with. */
export const pageFile = (page: string): string => `${page}\n${OURS}\n`;
