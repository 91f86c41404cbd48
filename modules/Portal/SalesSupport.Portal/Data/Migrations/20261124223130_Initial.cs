using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesSupport.Portal.Data.Migrations
{
    /// <inheritdoc />
    internal sealed partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Portal_Members",
                columns: table => new
                {
                    Id = table.Column<Guid>(nullable: false),
                    MemberId = table.Column<string>(maxLength: 20, nullable: false),
                    Name = table.Column<string>(maxLength: 100, nullable: false),
                    NameKey = table.Column<string>(maxLength: 400, nullable: false),
                    JoinedOn = table.Column<DateOnly>(nullable: false),
                    Version = table.Column<int>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Portal_Members", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Portal_OpenIddictApplications",
                columns: table => new
                {
                    Id = table.Column<string>(nullable: false),
                    ApplicationType = table.Column<string>(maxLength: 50, nullable: true),
                    ClientId = table.Column<string>(maxLength: 100, nullable: true),
                    ClientSecret = table.Column<string>(nullable: true),
                    ClientType = table.Column<string>(maxLength: 50, nullable: true),
                    ConcurrencyToken = table.Column<string>(maxLength: 50, nullable: true),
                    ConsentType = table.Column<string>(maxLength: 50, nullable: true),
                    DisplayName = table.Column<string>(nullable: true),
                    DisplayNames = table.Column<string>(nullable: true),
                    JsonWebKeySet = table.Column<string>(nullable: true),
                    Permissions = table.Column<string>(nullable: true),
                    PostLogoutRedirectUris = table.Column<string>(nullable: true),
                    Properties = table.Column<string>(nullable: true),
                    RedirectUris = table.Column<string>(nullable: true),
                    Requirements = table.Column<string>(nullable: true),
                    Settings = table.Column<string>(nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Portal_OpenIddictApplications", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Portal_OpenIddictScopes",
                columns: table => new
                {
                    Id = table.Column<string>(nullable: false),
                    ConcurrencyToken = table.Column<string>(maxLength: 50, nullable: true),
                    Description = table.Column<string>(nullable: true),
                    Descriptions = table.Column<string>(nullable: true),
                    DisplayName = table.Column<string>(nullable: true),
                    DisplayNames = table.Column<string>(nullable: true),
                    Name = table.Column<string>(maxLength: 200, nullable: true),
                    Properties = table.Column<string>(nullable: true),
                    Resources = table.Column<string>(nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Portal_OpenIddictScopes", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Portal_Tries",
                columns: table => new
                {
                    Id = table.Column<Guid>(nullable: false),
                    TenantId = table.Column<Guid>(nullable: false),
                    Count = table.Column<int>(nullable: false),
                    At = table.Column<DateTime>(nullable: false),
                    LockedUntil = table.Column<DateTime>(nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Portal_Tries", x => new { x.TenantId, x.Id });
                });

            migrationBuilder.CreateTable(
                name: "Portal_Applications",
                columns: table => new
                {
                    Id = table.Column<Guid>(nullable: false),
                    TenantId = table.Column<Guid>(nullable: false),
                    AppliedAt = table.Column<DateTime>(nullable: false),
                    OpensAt = table.Column<DateTime>(nullable: false),
                    AppliedBy = table.Column<Guid>(nullable: false),
                    StoppedAt = table.Column<DateTime>(nullable: true),
                    Version = table.Column<int>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Portal_Applications", x => new { x.TenantId, x.Id });
                    table.ForeignKey(
                        name: "FK_Portal_Applications_Portal_Members_TenantId",
                        column: x => x.TenantId,
                        principalTable: "Portal_Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Portal_Users",
                columns: table => new
                {
                    Id = table.Column<Guid>(nullable: false),
                    TenantId = table.Column<Guid>(nullable: false),
                    Login = table.Column<string>(maxLength: 60, nullable: false),
                    Name = table.Column<string>(maxLength: 100, nullable: false),
                    Kana = table.Column<string>(maxLength: 100, nullable: false),
                    Email = table.Column<string>(maxLength: 254, nullable: true),
                    PasswordHash = table.Column<string>(maxLength: 300, nullable: false),
                    InitialPasswordUntil = table.Column<DateTime>(nullable: true),
                    Administrator = table.Column<int>(nullable: false),
                    Suspended = table.Column<int>(nullable: false),
                    Version = table.Column<int>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Portal_Users", x => new { x.TenantId, x.Id });
                    table.ForeignKey(
                        name: "FK_Portal_Users_Portal_Members_TenantId",
                        column: x => x.TenantId,
                        principalTable: "Portal_Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Portal_OpenIddictAuthorizations",
                columns: table => new
                {
                    Id = table.Column<string>(nullable: false),
                    ApplicationId = table.Column<string>(nullable: true),
                    ConcurrencyToken = table.Column<string>(maxLength: 50, nullable: true),
                    CreationDate = table.Column<DateTime>(nullable: true),
                    Properties = table.Column<string>(nullable: true),
                    Scopes = table.Column<string>(nullable: true),
                    Status = table.Column<string>(maxLength: 50, nullable: true),
                    Subject = table.Column<string>(maxLength: 400, nullable: true),
                    Type = table.Column<string>(maxLength: 50, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Portal_OpenIddictAuthorizations", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Portal_OpenIddictAuthorizations_Portal_OpenIddictApplicatio~",
                        column: x => x.ApplicationId,
                        principalTable: "Portal_OpenIddictApplications",
                        principalColumn: "Id");
                });

            migrationBuilder.CreateTable(
                name: "Portal_Sessions",
                columns: table => new
                {
                    Id = table.Column<Guid>(nullable: false),
                    TenantId = table.Column<Guid>(nullable: false),
                    UserId = table.Column<Guid>(nullable: false),
                    SignedOnAt = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Portal_Sessions", x => new { x.TenantId, x.Id });
                    table.ForeignKey(
                        name: "FK_Portal_Sessions_Portal_Users_TenantId_UserId",
                        columns: x => new { x.TenantId, x.UserId },
                        principalTable: "Portal_Users",
                        principalColumns: new[] { "TenantId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Portal_OpenIddictTokens",
                columns: table => new
                {
                    Id = table.Column<string>(nullable: false),
                    ApplicationId = table.Column<string>(nullable: true),
                    AuthorizationId = table.Column<string>(nullable: true),
                    ConcurrencyToken = table.Column<string>(maxLength: 50, nullable: true),
                    CreationDate = table.Column<DateTime>(nullable: true),
                    ExpirationDate = table.Column<DateTime>(nullable: true),
                    Payload = table.Column<string>(nullable: true),
                    Properties = table.Column<string>(nullable: true),
                    RedemptionDate = table.Column<DateTime>(nullable: true),
                    ReferenceId = table.Column<string>(maxLength: 100, nullable: true),
                    Status = table.Column<string>(maxLength: 50, nullable: true),
                    Subject = table.Column<string>(maxLength: 400, nullable: true),
                    Type = table.Column<string>(maxLength: 150, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Portal_OpenIddictTokens", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Portal_OpenIddictTokens_Portal_OpenIddictApplications_Appli~",
                        column: x => x.ApplicationId,
                        principalTable: "Portal_OpenIddictApplications",
                        principalColumn: "Id");
                    table.ForeignKey(
                        name: "FK_Portal_OpenIddictTokens_Portal_OpenIddictAuthorizations_Aut~",
                        column: x => x.AuthorizationId,
                        principalTable: "Portal_OpenIddictAuthorizations",
                        principalColumn: "Id");
                });

            migrationBuilder.CreateIndex(
                name: "IX_Portal_Applications_TenantId_AppliedAt",
                table: "Portal_Applications",
                columns: new[] { "TenantId", "AppliedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Portal_Members_MemberId",
                table: "Portal_Members",
                column: "MemberId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Portal_Members_NameKey",
                table: "Portal_Members",
                column: "NameKey");

            migrationBuilder.CreateIndex(
                name: "IX_Portal_OpenIddictApplications_ClientId",
                table: "Portal_OpenIddictApplications",
                column: "ClientId",
                unique: true,
                filter: "\"ClientId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Portal_OpenIddictAuthorizations_ApplicationId_Status_Subject_Type",
                table: "Portal_OpenIddictAuthorizations",
                columns: new[] { "ApplicationId", "Status", "Subject", "Type" });

            migrationBuilder.CreateIndex(
                name: "IX_Portal_OpenIddictAuthorizations_CreationDate",
                table: "Portal_OpenIddictAuthorizations",
                column: "CreationDate");

            migrationBuilder.CreateIndex(
                name: "IX_Portal_OpenIddictScopes_Name",
                table: "Portal_OpenIddictScopes",
                column: "Name",
                unique: true,
                filter: "\"Name\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Portal_OpenIddictTokens_ApplicationId_Status_Subject_Type",
                table: "Portal_OpenIddictTokens",
                columns: new[] { "ApplicationId", "Status", "Subject", "Type" });

            migrationBuilder.CreateIndex(
                name: "IX_Portal_OpenIddictTokens_AuthorizationId",
                table: "Portal_OpenIddictTokens",
                column: "AuthorizationId");

            migrationBuilder.CreateIndex(
                name: "IX_Portal_OpenIddictTokens_CreationDate",
                table: "Portal_OpenIddictTokens",
                column: "CreationDate");

            migrationBuilder.CreateIndex(
                name: "IX_Portal_OpenIddictTokens_ReferenceId",
                table: "Portal_OpenIddictTokens",
                column: "ReferenceId",
                unique: true,
                filter: "\"ReferenceId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Portal_Sessions_TenantId_UserId",
                table: "Portal_Sessions",
                columns: new[] { "TenantId", "UserId" });

            migrationBuilder.CreateIndex(
                name: "IX_Portal_Users_TenantId_Login",
                table: "Portal_Users",
                columns: new[] { "TenantId", "Login" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Portal_Applications");

            migrationBuilder.DropTable(
                name: "Portal_OpenIddictScopes");

            migrationBuilder.DropTable(
                name: "Portal_OpenIddictTokens");

            migrationBuilder.DropTable(
                name: "Portal_Sessions");

            migrationBuilder.DropTable(
                name: "Portal_Tries");

            migrationBuilder.DropTable(
                name: "Portal_OpenIddictAuthorizations");

            migrationBuilder.DropTable(
                name: "Portal_Users");

            migrationBuilder.DropTable(
                name: "Portal_OpenIddictApplications");

            migrationBuilder.DropTable(
                name: "Portal_Members");
        }
    }
}
