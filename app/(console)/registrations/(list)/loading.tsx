export { RegistrationListSkeleton as default } from "@/components/registrations/skeletons";
