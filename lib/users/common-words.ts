/**
 * Words that people build passwords from, in English and Indonesian. Compiled by hand for this
 * product from what such lists have in common; it copies no published list. Lower case, three letters or more.
 */
const WORDS = `
password passwort passw pass word passphrase secret secrets rahasia sandi katasandi kunci kode pin login masuk signin
logon access akses allow open buka admin administrator admins root superuser super user users pengguna akun account
guest tamu demo test testing tester tests coba contoh example sample default changeme change ganti gantiaku temp temporary
sementara initial awal welcome selamat datang hello halo hallo hai apa kabar hey letmein let mein trustno trustnoone
please tolong iloveyou love you lovely lover iloveu sayang sayangku cinta cintaku kasih rindu kangen honey darling dear
baby babe sweet sweetheart manis angel bidadari princess putri queen ratu king raja prince pangeran boss bos master
monkey dragon naga tiger harimau lion singa eagle garuda elang wolf serigala kucing cat kitty dog anjing puppy fish
football soccer bola sepakbola baseball basketball hockey tennis badminton bulutangkis persib persija arema persebaya
liverpool arsenal chelsea manchester united madrid barcelona juventus milan inter ronaldo messi naruto sasuke onepiece
pokemon pikachu batman superman spiderman starwars star wars matrix hunter ranger killer shadow phantom ninja samurai
summer winter spring autumn musim hujan panas monday tuesday wednesday thursday friday saturday sunday senin selasa rabu
kamis jumat sabtu minggu january february march april may june july august september october november december januari
februari maret mei juni juli agustus oktober desember sunshine matahari moon bulan bintang langit ocean laut mountain
gunung river sungai flower bunga mawar melati rose anggrek green hijau blue biru red merah black hitam white putih
yellow kuning purple ungu orange pink gold emas silver perak diamond berlian money uang duit cash rupiah rezeki sukses
success lucky untung hoki berkah barokah kaya rich power kuasa strong kuat forever selamanya always selalu never friend
friends teman sahabat family keluarga mother father mama papa ibu bapak ayah bunda mami papi kakak adik nenek kakek anak
bayi istri suami happy bahagia senang smile senyum freedom merdeka bebas peace damai heaven surga god tuhan allah islam
muslim bismillah alhamdulillah assalamualaikum insyaallah masyaallah muhammad ahmad jesus yesus kristus christ maria
computer komputer laptop internet online website email gmail yahoo google facebook instagram whatsapp telegram twitter
tiktok youtube android iphone samsung apple microsoft windows linux oracle server database network system sistem service
office kantor work kerja company perusahaan business bisnis usaha merchant toko warung kedai pasar jual beli belanja
pembayaran payment bayar dompet wallet bank bca bri bni mandiri permata danamon gopay ovo dana shopee tokopedia
lazada bukalapak gojek grab kopi coffee susu milk teh nasi goreng bakso sate rendang ayam ikan roti indomie cokelat
chocolate cookie cheese pepper banana pisang mangga jeruk apel indonesia indonesian nusantara jakarta bandung surabaya
semarang medan makassar denpasar bali yogyakarta jogja jogjakarta solo malang bogor depok bekasi tangerang palembang
padang batam pekanbaru balikpapan samarinda banjarmasin pontianak manado ambon jayapura papua sumatra sumatera jawa java
kalimantan sulawesi lombok aceh borneo singapore malaysia asia america london paris tokyo budi andi agus dewi sari siti
rina rudi joko eko tono wati ayu putra nur sri adi dian fitri indra hendra yanto wahyu rizki rizky fajar bayu bagus
michael jordan michelle jennifer jessica daniel andrew joshua ashley nicole charlie robert thomas george william david
john james qwerty qwertz azerty asdf asdfgh zxcv zxcvbn qazwsx qweasd abc abcd abcde abcdef aaa bbb xxx zzz xyz
the and for this that your mine saya aku kamu kita kami dia ini itu yang dan untuk dengan jangan lupa lupaaku benar
new baru old lama number nomor one two three four five satu dua tiga empat lima enam tujuh delapan sembilan sepuluh
`;

/** Sentences, titles and verses that everybody knows: their many words are one guess. Without spaces. */
export const COMMON_PHRASES: readonly string[] = `
thequickbrownfox jumpsoverthelazydog correcthorsebatterystaple tobeornottobe maytheforcebewithyou onceuponatime
helloworld nevergonnagiveyouup letitbe godblessyou godblessamerica ihaveadream twinkletwinklelittlestar
happybirthdaytoyou howareyoutoday lordoftherings gameofthrones starwars harrypotter californication
bohemianrhapsody stairwaytoheaven hotelcalifornia imaginedragons avengedsevenfold redhotchilipeppers
thisismypassword mypasswordis nopasswordneeded enteryourpassword changethispassword iloveyouforever
overthemoon weareanonymous winteriscoming livelaughlove keepcalmandcarryon carpediem loremipsumdolorsitamet
bhinnekatunggalika tutwurihandayani garudapancasila indonesiaraya merdekaataumati takkenalmakataksayang
bismillahirrahmanirrahim lailahaillallah allahuakbar assalamualaikumwarahmatullahi alhamdulillahirabbilalamin
astaghfirullahaladzim subhanallahwabihamdihi balonkuadalima halohalobandung padamunegeri satunusasatubangsa
bagimunegeri dirgahayuindonesia selamatulangtahun akucintakamu akusayangkamu sayakamudandia lupakatasandi
katasandibaru katasandirahasia terimakasihbanyak
`
  .trim()
  .split(/\s+/);

/** Each word once. */
export const COMMON_WORDS: ReadonlySet<string> = new Set(WORDS.trim().split(/\s+/));

/** Neighbouring keys, along rows and columns; a stretch of four or more is no secret in either direction. */
export const KEY_WALKS = [
  "1234567890",
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "qazwsxedcrfvtgbyhnujmikolp",
  "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
  "q1w2e3r4t5y6u7i8o9p0",
  "1q2w3e4r5t6y7u8i9o0p",
  "abcdefghijklmnopqrstuvwxyz",
] as const;
