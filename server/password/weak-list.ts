/**
 * What attackers try first, gathered by hand: passwords of eight characters and more (shorter ones no policy of ours
 * allows), words that people put a number behind, and the orders in which keys lie or letters follow. Lower case.
 */

export const listed = `
1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc 1qazxsw2 2wsx3edc 3edc4rfv zaq12wsx zaq1xsw2 xsw2zaq1 qazwsxedc
qazwsx123 qazwsxedcrfv qweasdzxc qweasd123 qwe123asd qweqwe123 asdqwe123 asd123456 asdfghjkl1 asdf1234 asdfjkl; zxcvbnm1
zxcvbnm123 zxc123456 1a2b3c4d a1b2c3d4 a1b2c3d4e5 a1234567 a12345678 a123456789 a1s2d3f4 q1w2e3r4 q1w2e3r4t5 q12345678
aa123456 aa12345678 aaa12345 abc12345 abc123456 abc123abc abcd1234 abcd12345 abcde123 abcdef123 1234abcd 123456abc
12345abc 123456ab 123456aa 12345678a 123456789a 123456789q 123456789z 1234567a 1234qwer 12345qwert 123456qwe 123qweasd
123qwe123 123qwe!@# 123456q1 q123456789 w123456789 z123456789 zz123456 qq123456 qq123456789 qq1234567 ww123456 as123456
az123456 xx123456 wang1234 zhang123 asd12345 qwe12345 qwer1234 qwerty12 qwerty123 qwerty1234 qwerty12345 qwerty123456
qwertyuiop1 qwertyui1 1qwerty1 qwert123 qwert12345 12qwaszx !qaz2wsx !qaz@wsx 1qaz@wsx 1qaz!qaz @wsx3edc !q2w3e4r
p@ssw0rd p@ssword p@55w0rd pa$$w0rd pa$$word passw0rd passwort passwort1 passwd123 pass1234 pass12345 pass@123 pass@word1
password1! motdepasse contrasena contraseña parola123 senha123 senha1234 haslo123 wachtwoord kennwort1
admin123 admin1234 admin12345 admin123456 admin@123 admin888 admin666 admin@1234 administrator adminadmin root1234
root12345 root123456 toor1234 test1234 test12345 test123456 testtest testing1 testing123 guest123 guest1234 user1234
user12345 demo1234 default1 default123 changeme changeme1 changeme123 change_me letmein1 letmein123 letmeinnow welcome1
welcome12 welcome123 welcome@1 welcome@123 secret12 secret123 topsecret mysecret login123 login1234 access14 master12
temp1234 temp@123 temppass server123 oracle123 cisco123 mysql123 huawei123 huawei@123 tencent1 alibaba1 baidu123 taobao123
wechat123 weixin123 iloveyou iloveyou1 iloveyou2 iloveyou! ilovegod ilovejesus ilovehim ilovemyself loveyou1 loveyou123
lovelove iluvyou1 loveforever forever1 babygirl babygirl1 babyboy1 princess princess1 sunshine sunshine1 football football1
baseball baseball1 basketball superman superman1 batman123 spiderman starwars starwars1 pokemon1 pokemon123 dragon12
dragon123 monkey12 monkey123 shadow12 shadow123 michael1 jennifer jennifer1 jessica1 michelle charlie1 jordan23 mustang1
corvette mercedes porsche1 ferrari1 chelsea1 liverpool liverpool1 arsenal1 barcelona realmadrid juventus manchester1
computer computer1 internet internet1 whatever whatever1 trustno1 trustno1! blink182 hunter12 killer12 killer123 cheese12
chocolate cookie123 butterfly samantha victoria elizabeth alexander jonathan christopher nicholas stephanie benjamin
isabella gabriel1 brittany veronica patricia rosemary danielle caroline scorpion midnight rainbow1 mountain december
november september october1 february january1 saturday thursday wednesday birthday1 wolverine maverick phoenix1 godzilla
metallica nirvana1 slipknot greenday eminem12 rockstar rockyou1 playboy1 snowball snoopy12 tinkerbell hellokitty pumpkin1
blessed1 jesus123 jesuschrist heaven12 angel123 angels12 lucky123 freedom1 friends1 family123 mother12 mylove123 sweetheart
darkness computer123 security1 p4ssword passpass abcabc123 aaaaaa11 woaini123 woaini520 woaini1314 woaini521 5201314520
5201314a woaiwojia woaini123456 nihao123 nihao1234 beijing1 beijing2008 shanghai1 zhongguo zhongguo1 china123 china2008
wodemima mima1234 mima123456 tiantian xiaoming xiaoxiao dandan123 feifei123 long1234 1314520a a5201314 147258369
123654789 789456123 741852963 963852741 159753456 147896325 123321123 123123123 112233445566 11223344 12344321 123454321
1234554321 87654321 987654321 9876543210 12345679 1234567890- 12345678910 123456789123 12121212 13131313 13141314 52013140
13145200 14725836 15935700 19871987 19901990 88888888 66666666 00000000 11111111 99999999 20082008 20202020 31415926
314159265 27182818 10203040 1029384756 0987654321 0123456789 01234567 102030405060 123456654321 1234567899 147852369
`

export const words = `
password passwort passwords pass passwd passcode passphrase admin administrator root user guest test tester testing demo
welcome welcomes letmein login logon changeme change secret secrets default temp temporary system server master access
qwerty qwertz azerty qwertyuiop asdf asdfgh asdfghjkl zxcv zxcvbn zxcvbnm qazwsx qaz qwe asd zxc abc abcd abcdef abcdefg
iloveyou ilove love lovely loveme loveyou baby babygirl angel angels princess prince queen king sunshine flower butterfly
football soccer baseball basketball hockey tennis golf superman batman spiderman ironman starwars pokemon naruto dragon
monkey tiger lion eagle shadow ninja hunter killer ranger soldier pirate wizard phoenix falcon wolf panther dolphin
computer internet laptop samsung iphone google facebook twitter instagram tiktok microsoft windows android apple amazon
michael jennifer jessica jordan ashley daniel matthew andrew joshua thomas robert charlie george harley anthony william
summer winter spring autumn january february march april june july august september october november december
monday tuesday wednesday thursday friday saturday sunday today hello hellothere hi goodbye morning freedom liberty family
friends friend mother father brother sister happy lucky smile peace heaven jesus christ god buddha money dollar business
company office manager boss chocolate cookie banana orange cherry lemon pepper cheese coffee pizza beer vodka whiskey
london paris berlin newyork chicago boston dallas texas california florida canada america england france germany
china beijing shanghai shenzhen guangzhou hongkong taiwan taipei zhongguo woaini woaiwojia nihao mima wodemima huawei
wechat weixin alibaba taobao tencent baidu oneaccess bowline chelsea arsenal liverpool barcelona ferrari porsche mercedes
mustang corvette yamaha honda toyota guitar music rockstar metallica nirvana forever whatever nothing trustno matrix
security private public account register signin mypassword mypass newpassword oldpassword thepassword yourpassword
`

export const rows = [
  '1234567890',
  'qwertyuiop[]',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiop',
  'azertyuiop',
  'abcdefghijklmnopqrstuvwxyz',
  '!@#$%^&*()',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.',
  'qazwsxedcrfvtgbyhnujm',
  '1q2w3e4r5t6y7u8i9o0p',
  'q1w2e3r4t5y6u7i8o9p0',
]
