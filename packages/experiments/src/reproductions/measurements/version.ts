/** Raised whenever a measurement gives other figures for the same run; those made before are then made anew. */
export const measurementsVersion = 2;
