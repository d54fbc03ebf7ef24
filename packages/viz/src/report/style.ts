import { fontFamily } from '../svg/chart-config.js';
import { palette } from '../svg/palette.js';

function variables(shade: 'light' | 'dark'): string {
  return Object.entries(palette)
    .map(([name, shades]) => `--${name}:${shades[shade]}`)
    .join(';');
}

/** The style sheet of every page: one column, quiet tables with figures under each other, light, dark and on paper. */
export const style = `
:root{color-scheme:light dark;${variables('light')}}
@media (prefers-color-scheme:dark){:root{${variables('dark')}}}
*{box-sizing:border-box}
html{scroll-behavior:smooth}
body{margin:0;padding:0 16px 64px;background:var(--page);color:var(--ink);font:16px/1.5 ${fontFamily};-webkit-text-size-adjust:100%}
header,main,footer,nav{max-width:648px;margin:0 auto}
header{padding-top:32px}
h1,h2,.verdict{font-family:Georgia,'Times New Roman',Tinos,'Liberation Serif',serif;font-weight:normal}
h1{margin:0 0 12px;font-size:32px;line-height:1.2}
h2{margin:0 0 12px;padding-top:24px;border-top:1px solid var(--rule);font-size:24px;line-height:1.25}
h3{margin:0 0 8px;font-size:16px;line-height:1.35}
section{margin-top:48px}
p{margin:0 0 12px}
.verdict{font-size:20px;line-height:1.45}
.muted,figcaption p,caption,th{color:var(--muted)}
a{color:var(--blue)}
:focus-visible{outline:2px solid var(--blue);outline-offset:2px}
.skip{position:absolute;left:-9999px}
.skip:focus{left:16px;top:8px;padding:8px;background:var(--page)}
nav{margin-top:32px;font-size:14px}
nav ol{margin:0;padding:0;list-style:none;display:flex;flex-wrap:wrap;gap:4px 20px}
nav h2{display:none}
nav a{display:inline-block;padding:4px 0;text-decoration:none}
nav a:hover{text-decoration:underline}
figure{margin:32px 0 0}
h2+figure{margin-top:20px}
figcaption p{margin:-4px 0 8px;font-size:14px}
svg{display:block;max-width:100%;height:auto}
.narrow{display:none}
.csv{margin:8px 0 0;font-size:13px}
.csv button{padding:0;border:0;background:none;color:var(--blue);font:inherit;text-decoration:underline;cursor:pointer}
figure+p{margin-top:12px}
.scroll{overflow-x:auto;margin:16px 0}
table{border-collapse:collapse;width:100%;font-size:14px;line-height:1.4;font-variant-numeric:tabular-nums lining-nums}
caption{text-align:left;padding-bottom:4px;font-size:14px}
th{font-weight:normal;text-align:left;vertical-align:bottom}
thead th{border-bottom:1px solid var(--rule);padding:4px 0 4px 16px}
td,tbody th{border-bottom:1px solid var(--grid);padding:6px 0 6px 16px;vertical-align:top}
th:first-child,td:first-child{padding-left:0}
tbody th{color:var(--ink);overflow-wrap:break-word}
tbody th small{display:block}
.number{text-align:right}
td.number{white-space:nowrap}
.five{margin-top:20px}
.five th:not(:first-child){width:21%}
td.text{overflow-wrap:anywhere}
.own{color:var(--ink);font-weight:bold}
small{font-size:12px;font-weight:normal;color:var(--muted)}
td small{display:block}
dl{margin:0}
dt{margin-top:12px;font-weight:bold}
dd{margin:0}
summary{cursor:pointer;padding:4px 0;color:var(--blue);font-size:14px}
pre{overflow-x:auto;margin:16px 0;padding:12px 16px;border:1px solid var(--grid);font:13px/1.5 ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace}
footer{margin-top:64px;border-top:1px solid var(--grid);padding-top:12px;font-size:13px;color:var(--muted)}
#tip{position:fixed;z-index:1;max-width:280px;padding:4px 8px;background:var(--ink);color:var(--page);font-size:13px;line-height:1.35;pointer-events:none}
@media (min-width:1080px){
body{display:grid;grid-template-columns:minmax(200px,1fr) 648px minmax(200px,1fr);column-gap:40px}
header,main,footer{grid-column:2;width:648px}
nav{grid-column:1;grid-row:1/span 3;margin:0;padding-top:40px;justify-self:end;width:160px}
nav>div{position:sticky;top:40px}
nav ol{display:block}
}
@media (max-width:695px){
.wide{display:none}
.narrow{display:block}
h1{font-size:26px}
.verdict{font-size:18px}
thead th,td,tbody th{padding-left:10px}
}
@media print{
:root{${variables('light')}}
body{display:block;padding:0;font-size:11pt}
header,main,footer{max-width:none;width:auto}
nav,.csv,.skip,summary{display:none}
.wide{display:block}
.narrow{display:none}
figure,tr,h2,h3{break-inside:avoid}
h2,h3{break-after:avoid}
}
`;
