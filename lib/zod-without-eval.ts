import { config } from "zod/mini";

// Comes before any schema that a browser builds: zod would try `new Function` there, which the content security policy
// refuses and reports. On a server the faster way stays.
if (typeof window !== "undefined") config({ jitless: true });
