import * as z from "zod";
import type { Business, Ledger } from "@/lib/stand-in/ledger/ledger";
import { ODD_ANSWER_NAMES, type OddAnswer } from "./odd-answers";

/** How far a business has come at DOKU, each with the raw values that say so. By itself it moves along the first four. */
export const STAGES = ["invited", "in_progress", "in_review", "verified", "rejected"] as const;
export type Stage = (typeof STAGES)[number];

type RawValues = {
  status: string | null;
  brandStatus: string | null;
  financeStatus: string | null;
  riskEngineStatus: string | null;
  serviceStatus: string | null;
};

const SILENT: RawValues = {
  status: null,
  brandStatus: null,
  financeStatus: null,
  riskEngineStatus: null,
  serviceStatus: null,
};

/** The values of DOKU's sample, and those that one public client knows. */
const VALUES_OF: Record<Stage, RawValues> = {
  invited: SILENT,
  in_progress: { ...SILENT, status: "UPDATING", brandStatus: "UPDATING" },
  in_review: { ...SILENT, financeStatus: "PROBATION", riskEngineStatus: "ON_PROCESS" },
  verified: { ...SILENT, status: "ACTIVE", brandStatus: "ACTIVE", serviceStatus: "ACTIVE" },
  rejected: { ...SILENT, status: "REJECTED", brandStatus: "REJECTED" },
};
const LAST_BY_ITSELF = STAGES.indexOf("verified");

const rawValue = z.nullable(z.string().max(20_000));

/** What may be changed about a business. A stage takes back the values that were set by hand before it. */
export const reviewChangeSchema = z.strictObject({
  stage: z.enum(STAGES).optional(),
  status: rawValue.optional(),
  brandStatus: rawValue.optional(),
  financeStatus: rawValue.optional(),
  riskEngineStatus: rawValue.optional(),
  serviceStatus: rawValue.optional(),
  rejectionReason: rawValue.optional(),
  name: z.string().max(20_000).optional(),
  email: z.string().max(20_000).optional(),
  /** One more brand beside those that there are. */
  addBrand: z.strictObject({ id: z.string().min(1).max(128), name: z.string().max(20_000) }).optional(),
  /** Null answers truly again. */
  answer: z.nullable(z.enum(ODD_ANSWER_NAMES)).optional(),
});
type ReviewChange = z.infer<typeof reviewChangeSchema>;

/** A business as DOKU would tell it now. */
export type Review = RawValues & {
  stage: Stage;
  rejectionReason: string | null;
  name: string;
  email: string;
  brands: { id: string; name: string }[];
  answer: OddAnswer | null;
};

type Kept = {
  stage: Stage;
  sinceMs: number;
  values: Partial<RawValues>;
  others: Pick<ReviewChange, "name" | "email" | "rejectionReason" | "answer">;
  brands: { id: string; name: string }[];
};

export type Reviews = {
  get(business: Business): Review;
  /** Resolves when it would survive a restart. */
  change(business: Business, change: ReviewChange): Promise<Review>;
  /** The business that was given this brand by hand, if any. */
  ownerOf(brandId: string): string | null;
  reset(): void;
};

/** What was changed by hand is kept with the ledger; how far a business moved by itself follows from its age. */
export function createReviews(house: {
  ledger: Ledger;
  now: () => Date;
  movesEverySeconds: () => number | null;
}): Reviews {
  const { ledger } = house;
  const kept = new Map<string, Kept>();
  const owners = new Map<string, string>();

  function keptOf({ businessId, createdAt }: Business): Kept {
    const start = { stage: STAGES[0], sinceMs: Date.parse(createdAt), values: {}, others: {}, brands: [] };
    return kept.get(businessId) ?? start;
  }

  function stageOf({ stage, sinceMs }: Kept): Stage {
    const every = house.movesEverySeconds();
    const at = STAGES.indexOf(stage);
    if (every === null || at > LAST_BY_ITSELF) return stage;
    const steps = Math.max(0, Math.floor((house.now().getTime() - sinceMs) / (every * 1_000)));
    return STAGES[Math.min(at + steps, LAST_BY_ITSELF)] ?? stage;
  }

  function get(business: Business): Review {
    const facts = keptOf(business);
    const stage = stageOf(facts);
    const { name = business.businessName, email = contactEmailOf(business) } = facts.others;
    const refused = stage === "rejected" ? "The ID card cannot be read" : null;
    return {
      ...VALUES_OF[stage],
      ...facts.values,
      stage,
      name,
      email,
      rejectionReason: facts.others.rejectionReason ?? refused,
      brands: [...business.brandIds.map((id) => ({ id, name })), ...facts.brands],
      answer: facts.others.answer ?? null,
    };
  }

  function apply(business: Business, { addBrand, ...change }: ReviewChange, atMs: number): void {
    const { stage, name, email, rejectionReason, answer, ...values } = change;
    const before = keptOf(business);
    const others = { name, email, rejectionReason, answer };
    const given = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined));
    const moved = stage === undefined ? {} : { stage, sinceMs: atMs };
    kept.set(business.businessId, {
      ...before,
      ...moved,
      values: { ...(stage === undefined ? before.values : {}), ...values },
      others: { ...before.others, ...given },
      brands: addBrand ? [...before.brands, addBrand] : before.brands,
    });
    if (addBrand) owners.set(addBrand.id, business.businessId);
  }

  for (const { businessId, at, change } of ledger.moves) {
    const business = ledger.getBusinessWith(businessId);
    if (business) apply(business, reviewChangeSchema.parse(change), Date.parse(at));
  }

  return {
    get,
    async change(business, change) {
      const now = house.now();
      apply(business, change, now.getTime());
      await ledger.keepMove({ at: now.toISOString(), businessId: business.businessId, change });
      return get(business);
    },
    ownerOf: (brandId) => owners.get(brandId) ?? null,
    reset() {
      kept.clear();
      owners.clear();
    },
  };
}

const contactSchema = z.object({ business: z.object({ contact: z.object({ email: z.string() }) }) });

function contactEmailOf({ body, invitedUserEmail }: Business): string {
  const read = contactSchema.safeParse(JSON.parse(body));
  return read.success ? read.data.business.contact.email : invitedUserEmail;
}
