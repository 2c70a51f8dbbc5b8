import { defineConfig } from "prisma/config";

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  // `prisma generate` needs no database; only the developer's migrate commands read the address.
  datasource: { url: process.env.DATABASE_URL ?? "postgresql://localhost:5432/mitra" },
});
