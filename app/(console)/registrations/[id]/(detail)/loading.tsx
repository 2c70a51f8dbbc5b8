export { RegistrationDetailSkeleton as default } from "@/components/registrations/skeletons";
