/** What a person may say of the progress: not that DOKU says something nobody knows. */
export const SETTABLE = [
  "INVITED",
  "IN_PROGRESS",
  "IN_REVIEW",
  "ACTION_NEEDED",
  "VERIFIED",
  "REJECTED",
] as const;

/** Who says so: the person, or the merchant through them. */
export const SAID_BY = ["person", "merchant"] as const;

/** What a value of DOKU's can mean. */
export const MEANINGS = [...SETTABLE, "says_nothing"] as const;
