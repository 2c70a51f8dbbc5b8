/** The id of what says how a registration stands. */
export const OUTCOME_ID = "outcome";
