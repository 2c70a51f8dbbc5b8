import { config } from "zod/mini";

// Import this before any schema: zod would try `new Function` when one is built, which the content security
// policy refuses and reports.
config({ jitless: true });
