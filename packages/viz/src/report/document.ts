import { markup, trusted, type Markup } from './markup.js';
import { style } from './style.js';

export interface DocumentInput {
  readonly title: string;
  /** What the page may do beyond showing itself, by directive. */
  readonly policy: Readonly<Record<string, string>>;
  readonly body: Markup;
}

/** An HTML page in the style of all, whose policy lets no request leave it and no script run but those named. */
export function document({ title, policy, body }: DocumentInput): Markup {
  const directives = Object.entries({ ...closed, ...policy }).map((directive) => directive.join(' '));
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${directives.join('; ')}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${trusted(style)}</style>
</head>
<body>
${body}</body>
</html>
`;
}

const closed = {
  'default-src': "'none'",
  'img-src': 'data:',
  'style-src': "'unsafe-inline'",
  'base-uri': "'none'",
  'form-action': "'none'",
};
