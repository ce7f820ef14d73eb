// Operations in scope that are still to come. Their cases may be written already and must fail: the
// run says which of them plays now and is to be taken off.

export const notThereYet: readonly string[] = [];
