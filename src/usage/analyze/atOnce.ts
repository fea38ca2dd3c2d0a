/** How much a chain is asked at once: a session, an account or a token each, with several questions. */
export const atOnce = 8;
