/** Texts that somebody may choose to harm who looks at a page: as a session's name, a token's symbol, a function's signature. */
export const hostileTexts = [
  "<script>globalThis.harmed = 1</script>",
  `"><img src=x onerror="globalThis.harmed = 1">`,
  `'><svg onload='globalThis.harmed = 1'>`,
  "</title></style><iframe src=//evil.example>",
  "]]><a href=javascript:harmed>",
  "&lt;b&gt; {b} {c} %{name} %s",
  "\u202egnp.exe\u2066\u200b\u0000\u001b[31m\r\n\u3164\ud800",
] as const;
