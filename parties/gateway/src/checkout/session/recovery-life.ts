/** How long after its end a session may be opened again. */
export const recoveryLifeMs = 30 * 86_400_000;
