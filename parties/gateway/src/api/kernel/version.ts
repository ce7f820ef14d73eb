/** The version of Stripe's API whose shapes we speak; older ones become transforms of it. */
export const currentVersion = '2026-10-28.endive';
