/** Fixes every random choice of an experiment; written by the lab when the manifest does not have it. */
export const seedAnnotation = 'chaos-workshop.io/seed';

/** What an experiment has affected, as JSON: connections, requests, bytes. */
export const affectedAnnotation = 'chaos-workshop.io/affected';

export const largestSeed = 2 ** 32 - 1;
