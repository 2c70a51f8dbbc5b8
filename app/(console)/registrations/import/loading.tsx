export { UploadSkeleton as default } from "@/components/import/skeletons";
