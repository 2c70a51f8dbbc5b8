export { ImportSkeleton as default } from "@/components/import/skeletons";
